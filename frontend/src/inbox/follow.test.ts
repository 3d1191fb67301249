import { expect, test } from "vitest";
import type { Ticket } from "../api/client";
import { ticket } from "../lib/fixtures";
import { begin, brought, fold, meet, sinceThen, wantsWhole } from "./follow";

const START = Date.parse("2026-11-20T10:00:00Z");
/** A ticket that changed so many seconds after the start. */
const at = (id: string, second: number, part: Partial<Ticket> = {}) =>
  ticket({ id, updated_at: new Date(START + second * 1_000).toISOString(), ...part });
const page = (...items: Ticket[]) => ({ items, next: null });
const isOpen = (one: Ticket) => one.status === "open";
const since = (news: Parameters<typeof sinceThen>[1]) => {
  const asked = sinceThen({}, news).updated_since;
  return asked === undefined ? undefined : (Date.parse(asked) - START) / 1_000;
};

// The clock of this browser starts at 0 and has nothing to do with that of the server.
const list = page(at("b", 60), at("a", 0));
const start = begin(list, 0);

test("it asks for what changed since the newest row, less what the index lags behind", () => {
  expect(since(start)).toBe(50);
  expect(since(fold(start, page(at("c", 90)), null, 4_000, 4_100))).toBe(80);
});

test("an empty list asks without a moment, until it knows one", () => {
  const empty = begin(page(), 0);
  expect(since(empty)).toBeUndefined();
  expect(since(fold(empty, page(), null, 4_000, 4_100))).toBeUndefined();
  expect(since(fold(empty, page(at("c", 5)), null, 4_000, 4_100))).toBe(-5);
});

test("time that went by without a change moves the question on, whatever the clock of the browser shows", () => {
  const burst = fold(start, page(at("c", 90)), null, 4_000, 4_100);
  const quiet = fold(burst, page(at("c", 90)), null, 24_100, 24_200);
  expect(since(quiet)).toBe(100);
  expect(since(fold(quiet, page(), null, 5_000, 5_100))).toBe(100);
});

test("the question leaves out what one ticket can tell, so that those that left are in the answer", () => {
  const query = { status: "open", assignee: "me", tag: "x", priority: "high", category: "billing", assigned_team: "care" };
  expect(Object.keys(sinceThen(query, start))).toEqual(["updated_since"]);
  expect(sinceThen({ ...query, q: "lost", quarantined: true }, start)).toMatchObject({ q: "lost", quarantined: true });
});

test("the first page is read again when more changed than one answer holds, and once a minute", () => {
  expect(wantsWhole(start, page(), 59_000)).toBe(false);
  expect(wantsWhole(start, page(), 60_000)).toBe(true);
  expect(wantsWhole(start, { items: [], next: "more" }, 4_000)).toBe(true);
});

test("nothing new leaves rows alone, also when the answer names them again", () => {
  const news = fold(start, page(at("b", 60)), null, 4_000, 4_100);
  expect(news.changed).toEqual([]);
  expect(meet(list.items, news, isOpen)).toEqual({ rows: list.items, waiting: 0 });
});

test("a new ticket waits, is shown first once it is brought in, and is then no news", () => {
  const news = fold(start, page(at("c", 90)), null, 4_000, 4_100);
  expect(meet(list.items, news, isOpen)).toEqual({ rows: list.items, waiting: 1 });
  const now = brought(list.items, news);
  expect(now.items.map((one) => one.id)).toEqual(["c", "b", "a"]);
  expect(meet(now.items, news, isOpen).waiting).toBe(0);
});

test("a ticket that others resolved says so in its row and leaves once it is asked to", () => {
  const news = fold(start, page(at("a", 90, { version: 2, status: "resolved" })), null, 4_000, 4_100);
  const { rows, waiting } = meet(list.items, news, isOpen);
  expect(rows.map((row) => [row.id, row.status])).toEqual([["b", "open"], ["a", "resolved"]]);
  expect(waiting).toBe(1);
  expect(meet(brought(list.items, news).items, news, isOpen).rows.map((row) => row.id)).toEqual(["b"]);
});

test("changes wait as long as the reader does, over many answers", () => {
  const first = fold(start, page(at("c", 90)), null, 4_000, 4_100);
  const second = fold(first, page(at("d", 120), at("c", 121, { version: 2, subject: "Again" })), null, 8_000, 8_100);
  expect(second.changed.map((one) => [one.id, one.version])).toEqual([["c", 2], ["d", 1]]);
  expect(meet(list.items, second, isOpen).waiting).toBe(2);
});

test("a row that the first page should hold and does not has left", () => {
  const whole = fold(start, page(), page(at("a", 0)), 60_000, 60_100);
  expect(meet(list.items, whole, isOpen).waiting).toBe(1);
  expect(brought(list.items, whole).items.map((one) => one.id)).toEqual(["a"]);
  const long = { items: [at("d", 90), at("c", 70)], next: "more" };
  const beyond = fold(start, page(at("d", 90), at("c", 70)), long, 60_000, 60_100);
  expect(meet([at("d", 90), at("c", 70), ...list.items], beyond, isOpen).waiting).toBe(0);
});

test("what was changed here is never undone by an answer that was on its way", () => {
  const mine = at("b", 95, { version: 3, status: "resolved" });
  const news = fold(start, page(at("b", 90, { version: 2 })), null, 4_000, 4_100);
  expect(meet([mine, at("a", 0)], news, isOpen)).toEqual({ rows: [at("a", 0)], waiting: 0 });
  expect(brought([mine, at("a", 0)], news).items).toContainEqual(mine);
});

test("brought in, a page that goes on holds nothing older than its end", () => {
  const long = { items: [at("d", 90), at("c", 70)], next: "more" };
  const news = fold(start, page(at("d", 90), at("x", 65)), long, 4_000, 4_100);
  expect(brought([], news)).toEqual(long);
});
