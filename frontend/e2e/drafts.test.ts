// Journeys of drafts and of what other systems know, on the demo with its help pages.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { Desk, until } from "./desk.ts";

interface Draft {
  id: string;
  state: string;
  text: string;
  unsupported: number;
  passages: { title: string; text: string }[];
  sent: { taken: string } | null;
  dismissed: { reason: string; comment: string | null } | null;
}

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.start();
});
afterAll(() => desk.stop());

const draftsOf = async (number: number) => (await desk.api<{ items: Draft[] }>("GET", `/api/v1/tickets/${number}/drafts`)).items;

/** A ticket whose open draft rests on the knowledge base. Each question is asked once, so each test has its own. */
async function asked(question: string): Promise<{ number: number; draft: Draft }> {
  const key = question.toLowerCase().replace(/\W+/g, "-").slice(0, 40);
  await desk.mail(`From: Ann Lee <ann@example.com>\nTo: support@demo.test\nSubject: ${question}\nMessage-ID: <${key}@example.com>\n\nHello,\n\n${question}\n\nAnn\n`);
  return until(`a draft about ${question}`, async () => {
    const { items } = await desk.api<{ items: { number: number; subject: string }[] }>("GET", "/api/v1/tickets?limit=20");
    const number = items.find((ticket) => ticket.subject === question)?.number;
    const draft = number ? (await draftsOf(number))[0] : undefined;
    return number && draft ? { number, draft } : undefined;
  });
}

const words = (page: Page) => page.getByLabel("Words of the reply").evaluate((field) => (field instanceof HTMLTextAreaElement ? field.value : (field as HTMLElement).innerText));
const flat = (text: string) => text.replace(/\s+/g, " ").trim();

async function replying(number: number) {
  const visit = await desk.visit(`/inbox/all/${number}`);
  await visit.page.getByRole("article").first().waitFor();
  await visit.page.keyboard.press("r");
  await visit.page.getByRole("region", { name: "Draft ready" }).waitFor();
  return visit;
}

test("a draft shows the passage behind a sentence to the pointer and to the keyboard, and what has no source is marked", async () => {
  const { number, draft } = await asked("How do I export my deck as PDF?");
  expect(draft.passages.length).toBeGreaterThan(0);
  const visit = await replying(number);
  const { page } = visit;
  const offered = page.getByRole("region", { name: "Draft ready" });
  const source = offered.getByRole("button", { name: /^Source 1:/ }).first();
  await source.hover();
  await page.getByRole("tooltip").getByText(draft.passages[0]?.title ?? "").waitFor();
  await page.mouse.move(5, 5);
  await page.getByRole("tooltip").waitFor({ state: "detached" });
  await source.focus();
  await page.getByRole("tooltip").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("tooltip").waitFor({ state: "detached" });
  expect(await offered.locator(".unsupported").count()).toBe(draft.unsupported);
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

test("Tab takes the draft into the reply, and sent as it was it counts as accepted", async () => {
  const { number, draft } = await asked("Can I cancel my subscription at any time?");
  const { page, context } = await replying(number);
  await page.getByLabel("Words of the reply").focus();
  await page.keyboard.press("Tab");
  await expect.poll(async () => flat(await words(page))).toBe(flat(draft.text));
  await page.keyboard.press("Control+Enter");
  await page.getByText("Reply goes out in").waitFor();
  await expect.poll(async () => (await draftsOf(number))[0]?.state).toBe("accepted");
  await page.getByRole("complementary", { name: "What is known" }).getByText("Sent as it was").waitFor();
  await context.close();
});

test("D takes the draft, and sent with a change it counts as edited", async () => {
  const { number, draft } = await asked("How do I invite a colleague to my team?");
  const { page, context } = await desk.visit(`/inbox/all/${number}`);
  await page.getByRole("complementary", { name: "What is known" }).getByText("Ready", { exact: true }).waitFor();
  await page.keyboard.press("d");
  await expect.poll(async () => flat(await words(page))).toBe(flat(draft.text));
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" One more thing of my own.");
  await page.keyboard.press("Control+Enter");
  await page.getByText("Reply goes out in").waitFor();
  await expect.poll(async () => (await draftsOf(number))[0]?.state).toBe("edited");
  await context.close();
});

test("a draft is dismissed with its reason and not offered again", async () => {
  const { number } = await asked("Where do I change my password?");
  const { page, context } = await replying(number);
  await page.getByRole("region", { name: "Draft ready" }).getByRole("button", { name: "Dismiss" }).click();
  const dialog = page.getByRole("dialog", { name: "Dismiss this draft?" });
  expect(await dialog.getByRole("button", { name: "Dismiss" }).isDisabled()).toBe(true);
  await dialog.getByLabel("Something important is missing").check();
  await dialog.getByLabel("Anything to add").fill("It forgets single sign-on.");
  await dialog.getByRole("button", { name: "Dismiss" }).click();
  await page.getByRole("region", { name: "Draft ready" }).waitFor({ state: "detached" });
  expect((await draftsOf(number))[0]).toMatchObject({ state: "dismissed", dismissed: { reason: "incomplete", comment: "It forgets single sign-on." } });
  await page.getByRole("complementary", { name: "What is known" }).getByText("Something important is missing").waitFor();
  await context.close();
});

test("a newer mail overtakes the draft, and the new one is offered", async () => {
  const { number, draft } = await asked("Is there a discount for schools?");
  const { page, context } = await replying(number);
  await desk.mail("From: Ann Lee <ann@example.com>\nTo: support@demo.test\nSubject: Re: Is there a discount for schools?\nMessage-ID: <second-school@example.com>\nIn-Reply-To: <is-there-a-discount-for-schools-@example.com>\n\nAnd how do I export my deck as PDF?\n");
  const next = await until("the next draft", async () => {
    const [newest, before] = await draftsOf(number);
    return newest && newest.id !== draft.id && before?.state === "stale" ? newest : undefined;
  });
  await expect.poll(async () => flat(await page.locator(".draft-text").innerText().catch(() => "")).slice(0, 20)).toBe(flat(next.text).slice(0, 20));
  await context.close();
});

test("a source that cannot be asked is named with its reason, and can be asked again", async () => {
  await desk.api("PATCH", "/api/v1/organisation", { settings: { enrichment: { sentry: { organisation: "acme" }, note: false } } }, { "If-Match": "*" });
  const { number } = await asked("Do you have a dark mode?");
  const { page, context } = await desk.visit(`/inbox/all/${number}`);
  const sentry = page.getByRole("region", { name: "Sentry" });
  const again = page.waitForResponse((response) => response.request().method() === "POST" && response.url().endsWith("/facts"));
  await page.getByRole("button", { name: "Ask now" }).click();
  expect((await again).status()).toBe(200);
  await sentry.getByText("its secret is not stored yet").waitFor();
  await context.close();
});

test("facts stand with their time and a link that leads nowhere but to the web", async () => {
  const { number } = await asked("Which browsers do you support?");
  const visit = await desk.visit("/settings/shortcuts");
  const { page } = visit;
  const at = "2026-11-21T10:00:00Z";
  const fact = (part: object) => ({ kind: "error", label: "TypeError", value: "WEB-12, 3 times", link: "https://acme.sentry.io/issues/12", at, ...part });
  await page.route("**/facts", (route) =>
    route.fulfill({
      json: {
        email: "ann@example.com",
        at,
        plan: "team",
        error_in_last_hour: true,
        note: null,
        sources: [
          { source: "sentry", outcome: "found", reason: null, at, facts: [fact({}), fact({ label: "Bad link", link: "javascript:alert(1)" })] },
          { source: "posthog", outcome: "nothing", reason: null, at, facts: [] },
          { source: "postgres", outcome: "not_configured", reason: null, at, facts: [] },
        ],
      },
    }),
  );
  await page.goto(`/inbox/all/${number}`);
  const sentry = page.getByRole("region", { name: "Sentry" });
  expect(await sentry.getByRole("link", { name: "TypeError" }).getAttribute("href")).toBe("https://acme.sentry.io/issues/12");
  await sentry.getByText("WEB-12, 3 times").first().waitFor();
  expect(await sentry.getByRole("link", { name: "Bad link" }).count()).toBe(0);
  await page.getByRole("region", { name: "PostHog" }).getByText("knows nothing").waitFor();
  expect(await page.getByRole("region", { name: "Postgres" }).count()).toBe(0);
  await page.getByText("An error hit this customer").waitFor();
  expect(visit.complaints).toEqual([]);
  await visit.close();
});
