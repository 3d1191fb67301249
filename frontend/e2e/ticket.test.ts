// Journeys of one ticket: what was said, whether it can be trusted, and changes by two people.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Desk, until } from "./desk.ts";

let desk: Desk;
const numbers = new Map<string, number>();

interface Listed {
  items: { id: string; number: number; subject: string; version: number }[];
}

async function numberOf(subject: string): Promise<number> {
  const known = numbers.get(subject);
  if (known) return known;
  return until(`the ticket ${subject}`, async () => {
    for (const held of ["false", "true"]) {
      const { items } = await desk.api<Listed>("GET", `/api/v1/tickets?limit=100&quarantined=${held}`);
      const found = items.find((ticket) => ticket.subject.includes(subject))?.number;
      if (found) return numbers.set(subject, found).get(subject);
    }
    return undefined;
  });
}

beforeAll(async () => {
  desk = await Desk.start();
  await desk.inject("42-hostile-html.eml");
  await desk.mail("From: Prize Office <winner@example.org>\nTo: support@demo.test\nSubject: You have been selected\nX-Local-Spam: FAIL\nMessage-ID: <prize@example.org>\n\nClick here.\n");
});
afterAll(() => desk.stop());

test("quoted history is folded, not lost", async () => {
  const { page, context } = await desk.visit(`/inbox/all/${await numberOf("Can two people edit one deck?")}`);
  const reply = page.getByRole("article").last();
  await reply.getByText("one more thing I forgot").waitFor();
  const quoted = reply.getByText("Priya Nair <priya.nair@example.com> wrote:");
  expect(await quoted.isVisible()).toBe(false);
  await reply.getByText("Quoted history and signature").click();
  await quoted.waitFor();
  await context.close();
});

test("it is said why a message is here and how its sender is known", async () => {
  const { page, context } = await desk.visit(`/inbox/all/${await numberOf("Can two people edit one deck?")}`);
  const reply = page.getByRole("article").last();
  await reply.getByText("Sender verified").waitFor();
  await reply.getByText("Why it is here").click();
  await reply.getByText("In-Reply-To").waitFor();
  await reply.getByText("the From of the mail").waitFor();
  await reply.getByText("dmarc pass").waitFor();
  const [raw] = await Promise.all([context.waitForEvent("page"), reply.getByRole("link", { name: /Raw mail/ }).click()]);
  await raw.close();
  await context.close();
});

test("the header of a mail is shown in the page, read from the store", async () => {
  const visit = await desk.visit(`/inbox/all/${await numberOf("Can two people edit one deck?")}`);
  const { page } = visit;
  const reply = page.getByRole("article").last();
  await reply.getByText("Why it is here").click();
  await reply.getByRole("button", { name: "Header" }).click();
  const dialog = page.getByRole("dialog", { name: "Header" });
  await dialog.getByText("In-Reply-To", { exact: true }).waitFor();
  await dialog.getByText("Message-ID", { exact: true }).waitFor();
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

test("a translation is shown first, and its original is one key away", async () => {
  const number = await numberOf("SYNC-409");
  const visit = await desk.visit("/settings");
  const { page } = visit;
  await page.route("**/triage", async (route) => {
    const answer = await route.fetch();
    const list = (await answer.json()) as { items: { rules: object }[] };
    const reading = { provider: "anthropic", model: "m-1", summary: "Cards are lost on a phone.", translation_en: "In other words.", needs_human_reason: null, stated_confidence: 0.9 };
    const items = list.items.map((one) => ({ ...one, reading, rules: { ...one.rules, language: "nl" } }));
    await route.fulfill({ response: answer, json: { ...list, items } });
  });
  await page.goto(`/inbox/all/${number}`);
  await page.getByText("In other words.").first().waitFor();
  await page.getByText("Translated from Dutch").first().waitFor();
  await page.getByText("Cards are lost on a phone.").first().waitFor();
  await page.keyboard.press("l");
  await page.getByRole("article").getByText("my phone loses cards").waitFor();
  expect(await page.getByText("In other words.").count()).toBe(0);
  await visit.close();
});

test("without a translation none is offered", async () => {
  const { page, context } = await desk.visit(`/inbox/all/${await numberOf("SYNC-409")}`);
  await page.getByRole("article").first().waitFor();
  expect(await page.getByRole("button", { name: "Translation" }).count()).toBe(0);
  await context.close();
});

test("a customer read from forwarded text carries a warning", async () => {
  const { page, context } = await desk.visit(`/inbox/all/${await numberOf("Rechnung Oktober fehlt")}`);
  await page.getByText("the customer was taken from forwarded text").waitFor();
  await page.getByRole("article", { name: /Internal note/ }).waitFor();
  await context.close();
});

test("a hostile mail runs nothing, loads nothing and stays in its frame", async () => {
  const visit = await desk.visit(`/inbox/all/${await numberOf("Order <img")}`);
  const { page } = visit;
  const article = page.getByRole("article").first();
  await article.getByText("where is my order?").waitFor();
  await article.getByRole("button", { name: "Formatted" }).click();
  const frame = page.frameLocator("iframe");
  await frame.getByText("where is my order?").waitFor();
  expect(await frame.locator("script, form, svg, iframe, link, [onload], [onerror]").count()).toBe(0);
  await page.getByText("remote image is off").waitFor();
  await page.getByRole("button", { name: "Show" }).click();
  // The desk asks for it; this window asks nobody, whatever comes of it.
  await page.getByText("1 image could not be had.").waitFor();
  expect(visit.foreign).toEqual([]);
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

test("an image within the text is shown in its place", async () => {
  const visit = await desk.visit(`/inbox/all/${await numberOf("Red button covers the last card")}`);
  const image = visit.page.frameLocator("iframe").getByAltText("screenshot.png");
  await image.waitFor();
  await expect.poll(() => visit.page.frames().length).toBeGreaterThan(1);
  await expect.poll(async () => (await image.boundingBox())?.height ?? 0).toBeGreaterThan(20);
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

test("images of other servers come through the desk, and stand in the mail as data", async () => {
  await desk.mail(
    'From: News <news@example.net>\nTo: support@demo.test\nSubject: Pictures from elsewhere\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nMessage-ID: <pictures@example.net>\n\n<p>Look:</p><img src="https://pictures.test/red.gif?a=1&amp;b=2" alt="A red dot" width="40" height="40"><img src="https://pictures.test/gone.gif" alt="What was here">\n',
  );
  const visit = await desk.visit(`/inbox/all/${await numberOf("Pictures from elsewhere")}`);
  const { page } = visit;
  const asked: (string | null)[] = [];
  await page.route("**/picture?*", (route) => {
    const url = new URL(route.request().url()).searchParams.get("url");
    asked.push(url);
    if (url?.includes("gone")) return route.fulfill({ status: 404, contentType: "application/problem+json", body: JSON.stringify({ code: "no_picture", detail: "its server does not answer" }) });
    return route.fulfill({ contentType: "image/gif", body: Buffer.from("R0lGODlhAQABAPAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==", "base64") });
  });
  await page.getByRole("article").first().getByRole("button", { name: "Formatted" }).click();
  await page.getByText("2 remote images are off").waitFor();
  expect(asked).toEqual([]);
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByText("1 image could not be had.").waitFor();
  const frame = page.frameLocator("iframe");
  expect((await frame.getByAltText("A red dot").getAttribute("src"))?.slice(0, 15)).toBe("data:image/gif;");
  await frame.getByText("What was here").waitFor();
  expect(asked.toSorted()).toEqual(["https://pictures.test/gone.gif", "https://pictures.test/red.gif?a=1&b=2"]);
  expect(visit.foreign).toEqual([]);
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

test("it is the desk that asks another server for an image, never the window of the agent", async () => {
  // On one machine the desk may call servers of that machine, so one here stands for any other.
  const agents: string[] = [];
  const server = createServer((request, response) => {
    agents.push(request.headers["user-agent"] ?? "");
    response.writeHead(200, { "Content-Type": "image/gif" });
    response.end(Buffer.from("R0lGODlhAQABAPAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==", "base64"));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  try {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/red.gif`;
    await desk.mail(
      `From: News <news@example.net>\nTo: support@demo.test\nSubject: A picture from this machine\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nMessage-ID: <one-picture@example.net>\n\n<p>Look:</p><img src="${address}" alt="A red dot" width="40" height="40">\n`,
    );
    const visit = await desk.visit(`/inbox/all/${await numberOf("A picture from this machine")}`);
    const article = visit.page.getByRole("article").first();
    await article.getByRole("button", { name: "Formatted" }).click();
    await article.getByText("1 remote image is off").waitFor();
    expect(agents).toEqual([]);
    await article.getByRole("button", { name: "Show" }).click();
    const image = visit.page.frameLocator("iframe").getByAltText("A red dot");
    await expect.poll(async () => (await image.getAttribute("src"))?.slice(0, 15)).toBe("data:image/gif;");
    expect(agents).toHaveLength(1);
    expect(agents[0]).not.toContain("Mozilla");
    expect(visit.complaints).toEqual([]);
    await visit.close();
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test("past tickets like one stand beside it with what they were answered", async () => {
  const number = await numberOf("SYNC-409");
  const visit = await desk.visit("/settings");
  const { page } = visit;
  const like = { ticket: "tkt_1", number: 7, subject: "Cards are gone after sync", status: "resolved", same_customer: true, score: 0.6, words: ["sync", "cards"], reply: "Please update to 3.2; your cards come back.", replied_at: "2026-11-20T10:00:00Z", category: "bug-report" };
  await page.route("**/similar", (route) => route.fulfill({ json: { items: [like] } }));
  await page.goto(`/inbox/all/${number}`);
  const panel = page.getByRole("complementary", { name: "What is known" });
  expect(await panel.getByRole("link", { name: "#7 Cards are gone after sync" }).getAttribute("href")).toBe("/inbox/all/7");
  await panel.getByText("Please update to 3.2").waitFor();
  await panel.getByText("Same customer").waitFor();
  await visit.close();
});

test("a file can be fetched", async () => {
  const { page, context } = await desk.visit(`/inbox/all/${await numberOf("SYNC-409")}`);
  const link = page.getByRole("link", { name: /brightnote-sync.log/ });
  await link.waitFor();
  const answer = await context.request.get((await link.getAttribute("href")) ?? "");
  expect(answer.status()).toBe(200);
  expect(await answer.text()).toContain("SYNC");
  await context.close();
});

test("priority, assignee, status and tags are changed and stored", async () => {
  const number = await numberOf("SYNC-409");
  const { page, context } = await desk.visit(`/inbox/all/${number}`);
  await page.getByRole("heading", { name: /SYNC-409/ }).waitFor();
  await page.keyboard.press("p");
  await page.getByRole("menuitem", { name: "High" }).click();
  await page.getByRole("button", { name: "Priority: High" }).waitFor();
  await page.keyboard.press("i");
  await page.getByRole("button", { name: "Assignee: owner" }).waitFor();
  await page.keyboard.press("s");
  await page.getByRole("menuitem", { name: "In progress" }).click();
  await page.getByRole("button", { name: "Status: In progress" }).waitFor();
  await page.keyboard.press("c");
  await page.getByLabel("Category").fill("product-question");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Category: product-question" }).waitFor();
  await page.keyboard.press("t");
  await page.getByLabel("New tag").fill("sync");
  await page.keyboard.press("Enter");
  await page.getByText("#sync").waitFor();
  const stored = await desk.api("GET", `/api/v1/tickets/${number}`);
  expect(stored).toMatchObject({ priority: "high", status: "in_progress", category: "product-question", tags: expect.arrayContaining(["sync"]) as unknown });
  await page.getByText("Priority → high").waitFor();
  await context.close();
});

test("changes of the same field by two people show both versions and let one choose", async () => {
  const { id, number } = await desk.ticket("Two hands on one ticket");
  const { page, context } = await desk.visit(`/inbox/all/${number}`);
  await page.getByRole("heading", { name: /Two hands/ }).waitFor();
  const old = await desk.api("GET", `/api/v1/tickets/${id}`);
  // The window keeps its view until it tries to change something, as on a slow line.
  let hold = true;
  await page.route(/\/api\/v1\/tickets\/[^/?]+$/, (route) => {
    if (route.request().method() === "PATCH") hold = false;
    return hold ? route.fulfill({ json: old }) : route.continue();
  });
  await desk.api("PATCH", `/api/v1/tickets/${id}`, { priority: "urgent" }, { "If-Match": "*" });
  await page.keyboard.press("p");
  await page.getByRole("menuitem", { name: "Low" }).click();
  const dialog = page.getByRole("dialog", { name: "Somebody else changed this" });
  await dialog.getByText("urgent").waitFor();
  await dialog.getByText("low").waitFor();
  expect((await desk.api("GET", `/api/v1/tickets/${id}`))["priority"]).toBe("urgent");
  await dialog.getByRole("button", { name: "Use mine" }).click();
  await expect.poll(async () => (await desk.api("GET", `/api/v1/tickets/${id}`))["priority"]).toBe("low");
  await context.close();
});

test("changes of different fields by two people both stay", async () => {
  const { id, number } = await desk.ticket("Room for both");
  const { page, context } = await desk.visit(`/inbox/all/${number}`);
  await page.getByRole("heading", { name: /Room for both/ }).waitFor();
  const old = await desk.api("GET", `/api/v1/tickets/${id}`);
  let hold = true;
  await page.route(/\/api\/v1\/tickets\/[^/?]+$/, (route) => {
    if (route.request().method() === "PATCH") hold = false;
    return hold ? route.fulfill({ json: old }) : route.continue();
  });
  await desk.api("PATCH", `/api/v1/tickets/${id}`, { tags: ["theirs"] }, { "If-Match": "*" });
  await page.keyboard.press("p");
  await page.getByRole("menuitem", { name: "High" }).click();
  await expect.poll(() => desk.api("GET", `/api/v1/tickets/${id}`)).toMatchObject({ priority: "high", tags: ["theirs"] });
  await context.close();
});

test("a second window sees a change without a reload", async () => {
  const { number } = await desk.ticket("Seen by two");
  const one = await desk.visit(`/inbox/all/${number}`);
  const two = await desk.visit(`/inbox/all/${number}`);
  await two.page.getByRole("button", { name: "Assignee: Nobody" }).waitFor();
  await one.page.getByRole("heading", { name: /Seen by two/ }).waitFor();
  await one.page.keyboard.press("i");
  await two.page.getByRole("button", { name: "Assignee: owner" }).waitFor();
  await one.close();
  await two.close();
});

test("a held mail is in quarantine only, and released it is in the queue", async () => {
  const { page, context } = await desk.visit("/inbox/quarantine");
  await page.locator(".row-link").first().click();
  await page.getByText("nobody can answer it until it is released").waitFor();
  expect(await page.getByRole("button", { name: "Reply" }).count()).toBe(0);
  await page.getByRole("button", { name: "Release" }).click();
  await page.getByText(/#\d+ released/).waitFor();
  await page.getByRole("heading", { name: "Nothing is held back" }).waitFor();
  await context.close();
});

test("notes about the customer are kept for colleagues", async () => {
  const { page, context } = await desk.visit(`/inbox/all/${await numberOf("SYNC-409")}`);
  await page.getByLabel("Notes about the customer").fill("Chemistry department, patient.");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Save" }).waitFor({ state: "detached" });
  await page.reload();
  await expect.poll(() => page.getByLabel("Notes about the customer").inputValue()).toBe("Chemistry department, patient.");
  await context.close();
});

test("the reasons of triage stand beside the ticket", async () => {
  const number = await numberOf("SYNC-409");
  const found = await until("a judgement", async () => {
    const { items } = await desk.api<{ items: { rules: { category: string; why: { text: string }[] } }[] }>("GET", `/api/v1/tickets/${number}/triage`);
    return items.at(-1);
  });
  const { page, context } = await desk.visit(`/inbox/all/${number}`);
  const panel = page.getByRole("complementary", { name: "What is known" });
  await panel.getByText("Decided by the rules").waitFor();
  await panel.getByRole("cell", { name: found.rules.category, exact: true }).waitFor();
  await panel.getByText("Reasons of the rules").click();
  await panel.getByText(found.rules.why[0]?.text ?? "", { exact: true }).waitFor();
  await context.close();
});

test("what is not built is said plainly and not invented", async () => {
  const { page, context } = await desk.visit(`/inbox/all/${await numberOf("Can two people edit one deck?")}`);
  for (const text of ["connect Sentry, PostHog or Postgres", "No promise is set."]) {
    await page.getByText(text).waitFor();
  }
  await context.close();
});

async function wronglyRead(subject: string): Promise<{ id: string; number: number; message: string }> {
  const made = await desk.ticket(subject, "Please help.", "colleague@example.com");
  const { items } = await desk.api<{ items: { id: string }[] }>("GET", `/api/v1/tickets/${made.id}/messages`);
  return { ...made, message: items[0]?.id ?? "" };
}

const writer = async (id: string) => (await desk.api<{ customer_email: string }>("GET", `/api/v1/tickets/${id}`)).customer_email;

test("a wrongly read sender is corrected, and the ticket goes to the right customer", async () => {
  const { id, number } = await wronglyRead("Passed on by a colleague");
  const visit = await desk.visit(`/inbox/all/${number}`);
  const { page } = visit;
  const match: (string | undefined)[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/sender")) match.push(request.headers()["if-match"]);
  });
  const article = page.getByRole("article").first();
  await article.getByText("Why it is here").click();
  await article.getByRole("button", { name: "Correct the sender" }).click();
  const dialog = page.getByRole("dialog", { name: "Correct the sender" });
  await dialog.getByLabel("Mail address").fill("zoe@example.org");
  await dialog.getByLabel("Name").fill("Zoe Right");
  await dialog.getByRole("button", { name: "Correct the sender" }).click();
  await page.getByText("The sender is Zoe Right").waitFor();
  await page.getByRole("article", { name: /Zoe Right/ }).waitFor();
  expect(match[0]).toMatch(/^"v\d+"$/);
  expect(await writer(id)).toBe("zoe@example.org");
  await visit.close();
});

test("two people correct one sender: the second sees the first before anything is overwritten", async () => {
  const { id, number, message } = await wronglyRead("Corrected by two");
  const { page, context } = await desk.visit(`/inbox/all/${number}`);
  const article = page.getByRole("article").first();
  await article.getByText("Why it is here").click();
  await article.getByRole("button", { name: "Correct the sender" }).click();
  await page.getByRole("dialog").getByLabel("Mail address").fill("mine@example.org");
  await desk.api("POST", `/api/v1/tickets/${id}/messages/${message}/sender`, { email: "theirs@example.org" });
  await page.getByRole("dialog").getByRole("button", { name: "Correct the sender" }).click();
  const met = page.getByRole("dialog", { name: "Somebody else changed this" });
  await met.getByText("<theirs@example.org>").waitFor();
  await met.getByText("<mine@example.org>").waitFor();
  expect(await writer(id)).toBe("theirs@example.org");
  await met.getByRole("button", { name: "Use mine" }).click();
  await page.getByText("The sender is mine@example.org").waitFor();
  expect(await writer(id)).toBe("mine@example.org");
  await context.close();
});

test("a correction stands beside a change of something else", async () => {
  const { id, number } = await wronglyRead("Corrected and prioritised");
  const { page, context } = await desk.visit(`/inbox/all/${number}`);
  const article = page.getByRole("article").first();
  await article.getByText("Why it is here").click();
  await article.getByRole("button", { name: "Correct the sender" }).click();
  await page.getByRole("dialog").getByLabel("Mail address").fill("zoe@example.org");
  await desk.api("PATCH", `/api/v1/tickets/${id}`, { priority: "urgent" }, { "If-Match": "*" });
  await page.getByRole("dialog").getByRole("button", { name: "Correct the sender" }).click();
  await page.getByText("The sender is zoe@example.org").waitFor();
  expect(await desk.api("GET", `/api/v1/tickets/${id}`)).toMatchObject({ priority: "urgent", customer_email: "zoe@example.org" });
  await context.close();
});
