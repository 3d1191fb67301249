// Journeys of canned responses: written once, found and filled in where a reply is written, counted when it is sent.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { Desk, type Visit } from "./desk.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.start({ empty: true });
});
afterAll(() => desk.stop());

interface Canned {
  id: string;
  shortcut: string;
  body: string;
  uses: number;
  version: number;
}

const all = async () => (await desk.api<{ items: Canned[] }>("GET", "/api/v1/canned-responses")).items;
const one = async (shortcut: string) => (await all()).find((canned) => canned.shortcut === shortcut);

async function written(shortcut: string, body: string): Promise<Canned> {
  return desk.api("POST", "/api/v1/canned-responses", { name: `About ${shortcut}`, shortcut, body, language: "en" });
}

/** A window on a new ticket with the editor of a reply at hand. */
async function replying(subject: string): Promise<Visit & { number: number }> {
  const { number } = await desk.ticket(subject);
  const visit = await desk.visit(`/inbox/all/${number}`);
  await visit.page.getByRole("article").first().waitFor();
  await visit.page.keyboard.press("r");
  await visit.page.getByRole("toolbar", { name: "Formats" }).waitFor();
  return Object.assign(visit, { number });
}

const words = async (page: Page) => (await page.getByLabel("Words of the reply").innerText()).replace(/\n+/g, "\n").trim();

test("a canned response is written, changed by two people and removed", async () => {
  const visit = await desk.visit("/canned");
  const { page } = visit;
  await page.getByRole("heading", { name: "No canned responses yet" }).waitFor();
  await page.getByRole("link", { name: "Write a canned response" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Opening hours");
  await page.getByLabel("Shortcut").fill("hours");
  await page.getByLabel("Text", { exact: true }).fill("Hello {{contact.first_name}}, we answer from nine to five.");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: "Opening hours" }).click();
  await page.getByLabel("Text", { exact: true }).fill("Mine.");
  const made = await one("hours");
  expect(made?.body).toContain("{{contact.first_name}}");
  const theirs = { name: "Opening hours", shortcut: "hours", body: "Theirs." };
  await desk.api("PUT", `/api/v1/canned-responses/${made?.id}`, theirs, { "If-Match": `"v${made?.version}"` });
  await page.getByRole("button", { name: "Save" }).click();
  const met = page.getByRole("dialog", { name: "Somebody else changed this" });
  await met.getByText("Theirs.").waitFor();
  await met.getByText("Mine.").waitFor();
  expect((await one("hours"))?.body).toBe("Theirs.");
  await met.getByRole("button", { name: "Use mine" }).click();
  await page.getByRole("link", { name: "Opening hours" }).waitFor();
  expect((await one("hours"))?.body).toBe("Mine.");
  await page.getByRole("link", { name: "Opening hours" }).click();
  await page.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("dialog", { name: "Remove this canned response?" }).getByRole("button", { name: "Remove" }).click();
  await page.getByRole("heading", { name: "No canned responses yet" }).waitFor();
  expect(await all()).toEqual([]);
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

test("a slash at the beginning of a word finds one, it is filled in at the cursor, and its use is counted when it is sent", async () => {
  await written("export", "Hello {{contact.first_name}}, about #{{ticket.number}}: choose Export.");
  const visit = await replying("How to export");
  const { page, number } = visit;
  await page.keyboard.type("Before and/or after. /");
  const picker = page.getByRole("dialog", { name: "Canned responses" });
  await picker.getByRole("option", { name: /About export/ }).waitFor();
  await page.keyboard.type("exp");
  await page.keyboard.press("Enter");
  await picker.waitFor({ state: "detached" });
  await expect.poll(() => words(page)).toBe(`Before and/or after. Hello Ann, about #${number}: choose Export.`);
  await page.keyboard.type(" Bye.");
  await expect.poll(() => words(page)).toContain("choose Export. Bye.");
  await page.keyboard.press("Control+Enter");
  await page.getByText("Reply goes out in").waitFor();
  await expect.poll(async () => (await one("export"))?.uses).toBe(1);
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

test("left without a choice, what was typed stands in the reply", async () => {
  await written("unused", "Never seen.");
  const { page, context } = await replying("About a folder");
  await page.keyboard.type("Look in /");
  const picker = page.getByRole("dialog", { name: "Canned responses" });
  await picker.getByRole("option").first().waitFor();
  await page.keyboard.type("var/log");
  await page.keyboard.press("Escape");
  await expect.poll(() => words(page)).toBe("Look in /var/log");
  await page.keyboard.type(" please");
  await expect.poll(() => words(page)).toBe("Look in /var/log please");
  await context.close();
});

test("a key begins a reply with one, and what is not known is named", async () => {
  await desk.mail("From: nobody@example.net\nTo: support@demo.test\nSubject: No name given\nMessage-ID: <nameless@example.net>\n\nHello.\n", "support@demo.test", "nobody@example.net");
  await written("hello", "Hello {{contact.name}}, this is {{agent.name}}.");
  const { page, context } = await desk.visit("/inbox/all");
  await page.getByRole("link", { name: /No name given/ }).click();
  await page.getByRole("article").first().waitFor();
  await page.keyboard.press(";");
  const picker = page.getByRole("dialog", { name: "Canned responses" });
  await picker.getByRole("option", { name: /About hello/ }).click();
  await page.getByText("Not known and left out: contact.name").waitFor();
  await expect.poll(() => words(page)).toContain("this is owner.");
  await context.close();
});
