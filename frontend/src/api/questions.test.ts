// What the app asks over HTTP, and what it makes of the answers. A small server notes the questions.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { begin } from "../inbox/follow";
import { ticket } from "../lib/fixtures";
import type { Message } from "./client";

interface Asked {
  method: string;
  url: URL;
  key: string | undefined;
  match: string | undefined;
  body: unknown;
}

let server: Server;
let asked: Asked[] = [];
let answer: (url: URL) => { status?: number; body: unknown };
let queries: typeof import("./queries");
let commands: typeof import("./commands");

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://desk.test");
      const text = Buffer.concat(parts).toString();
      const key = request.headers["idempotency-key"];
      const match = request.headers["if-match"];
      asked.push({ method: request.method ?? "", url, key: String(key ?? ""), match, body: text ? JSON.parse(text) : null });
      const { status = 200, body } = answer(url);
      response.writeHead(status, { "Content-Type": status < 400 ? "application/json" : "application/problem+json" });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  vi.stubGlobal("window", { location: { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } });
  queries = await import("./queries");
  commands = await import("./commands");
});

beforeEach(() => {
  asked = [];
});

afterEach(() => commands.client.clear());

afterAll(async () => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const paths = () => asked.map(({ url }) => url.pathname);

test("one question brings the counts of all queues", async () => {
  const exact = (count: number) => ({ count, capped: false });
  const open = { count: 1000, capped: true };
  const none = exact(0);
  answer = () => ({
    body: { active: open, open, unassigned: none, needs_triage: none, disagreed: none, waiting: none, quarantine: exact(2), mine: null },
  });
  const counts = await commands.client.query(queries.countsQuery(null));
  expect(paths()).toEqual(["/api/v1/tickets/counts"]);
  expect(counts).toMatchObject({ open, quarantine: exact(2) });
  expect(counts).not.toHaveProperty("mine");
});

test("the list asks for changes only, and adds them", async () => {
  answer = () => ({ body: { items: [ticket({ id: "c", updated_at: "2026-11-20T10:01:00Z" })], next: null, truncated: false } });
  const before = begin({ items: [ticket({ id: "a" })], next: null }, Date.now());
  const news = await queries.ticketNews({ status: "open" }, before);
  expect(asked.map(({ url }) => Object.fromEntries(url.searchParams))).toEqual([
    { updated_since: "2026-11-20T09:59:50.000Z", limit: "100" },
  ]);
  expect(news.changed.map((one) => one.id)).toEqual(["c"]);
  expect(news.base).toBe(before.base);
});

test("when more changed than one answer holds, the first page of the list is read instead of the rest", async () => {
  const fresh = ticket({ id: "f", version: 4 });
  answer = (url) => ({
    body: url.searchParams.has("updated_since")
      ? { items: [ticket({ id: "c" })], next: "more", truncated: false }
      : { items: [fresh], next: null, truncated: false },
  });
  const news = await queries.ticketNews({ status: "open" }, begin({ items: [ticket({ id: "a" })], next: null }, Date.now()));
  expect(asked.map(({ url }) => url.searchParams.get("status"))).toEqual([null, "open"]);
  expect(news.base).toEqual({ items: [fresh], next: null });
});

const message = { id: "msg_1", ticket: "tkt_1" } as Message;

test("a corrected sender is sent once, and what was known of the recipients is forgotten", async () => {
  const right = ticket({ id: "tkt_1", version: 2, customer_email: "ann@example.com" });
  answer = () => ({ body: right });
  commands.client.setQueryData(["recipients", "tkt_1", false, 1], { to: [{ email: "wrong@example.com" }] });
  await commands.correctSender(ticket({ id: "tkt_1" }), message, { email: "ann@example.com", name: "Ann" });
  expect(asked.map(({ method, url, body }) => [method, url.pathname, body])).toEqual([
    ["POST", "/api/v1/tickets/tkt_1/messages/msg_1/sender", { email: "ann@example.com", name: "Ann" }],
  ]);
  expect(asked[0]?.match).toBe('"v1"');
  expect(asked[0]?.key).toMatch(/^[\x21-\x7e]{1,128}$/);
  expect(commands.client.getQueryData(["ticket", "tkt_1"])).toEqual(right);
  expect(commands.client.getQueryData(["recipients", "tkt_1", false, 1])).toBeUndefined();
});

test("a refused correction changes nothing and keeps the words of the API", async () => {
  const problem = { code: "invalid", detail: "email is an address of this organisation", next: "give another one" };
  answer = () => ({ status: 422, body: problem });
  const wrong = { to: [{ email: "wrong@example.com" }] };
  commands.client.setQueryData(["recipients", "tkt_1", false, 1], wrong);
  await expect(commands.correctSender(ticket({ id: "tkt_1" }), message, { email: "support@desk.test" })).rejects.toMatchObject({
    message: problem.detail,
    next: problem.next,
  });
  expect(commands.client.getQueryData(["recipients", "tkt_1", false, 1])).toEqual(wrong);
});
