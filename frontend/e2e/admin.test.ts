// Journeys of an admin: settings, people, keys, failed work.
import { afterAll, beforeAll, expect, test } from "vitest";
import { Desk } from "./desk.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.start({ empty: true });
});
afterAll(() => desk.stop());

test("the signature is saved and stays", async () => {
  const { page, context } = await desk.visit("/settings/organisation");
  await page.getByLabel("Signature").fill("Kind regards\nYour Demo team");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved").waitFor();
  await page.reload();
  await expect.poll(() => page.getByLabel("Signature").inputValue()).toContain("Your Demo team");
  await context.close();
});

test("from which confidence on triage acts is saved and stays", async () => {
  const { page, context } = await desk.visit("/settings/triage");
  await page.getByRole("cell", { name: /bug-report/ }).waitFor();
  await page.getByLabel("Act from this confidence on").fill("65");
  await page.getByLabel("Assign tickets").uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved").waitFor();
  const { settings } = await desk.api<{ settings: { triage: { threshold: number; auto_assign: boolean; capacity: number | null } } }>("GET", "/api/v1/organisation");
  expect(Math.round(settings.triage.threshold * 100)).toBe(65);
  expect(settings.triage).toMatchObject({ auto_assign: false });
  await context.close();
});

test("what can be learned is said, and past tickets are judged again", async () => {
  const rules: [string, string][] = [
    ["bug-report", "The export crashes with an error"],
    ["refund-request", "I want my money back, refund my payment"],
    ["product-question", "How do I invite a colleague?"],
  ];
  const { page, context } = await desk.visit("/settings/learning");
  for (const [category, words] of rules) {
    const { id } = await desk.ticket(`Settled: ${words}`, words);
    await desk.api("PATCH", `/api/v1/tickets/${id}`, { category, status: "resolved" }, { "If-Match": "*" });
  }
  const learned = page.getByRole("region", { name: "What triage learned" });
  await learned.getByText("Nothing was learned yet; the rules judge alone.").waitFor();
  await learned.getByRole("button", { name: "Learn from settled tickets" }).click();
  await learned.getByRole("alert").getByText("3 settled tickets are too few to learn from").waitFor();
  const past = page.getByRole("region", { name: "Judge past tickets again" });
  await past.getByRole("button", { name: "Judge them" }).click();
  await past.getByText(/\d+ tickets looked at, 3 of them settled by people/).waitFor();
  await past.getByRole("region", { name: "By category" }).getByRole("row", { name: /refund-request 1/ }).waitFor();
  await past.getByText("your threshold").waitFor();
  await context.close();
});

test("what was learned stands beside the rules, and can be forgotten", async () => {
  const { page, context } = await desk.visit("/settings");
  const report = (accuracy: number) => ({ cases: 200, accuracy, macro_f1: accuracy - 0.05, calibration_error: 0.04, categories: [], confusion: [], calibration: [], thresholds: [] });
  const layer = { trained_at: new Date().toISOString(), trained_on: 200, rules: report(0.71), learned: report(0.86) };
  await page.route("**/api/v1/triage/learned", (route) => (route.request().method() === "GET" ? route.fulfill({ json: layer }) : route.continue()));
  const measured = { measured_at: new Date().toISOString(), tickets: 90, models: [{ model: "m-1", outcomes: 80, right: 72, stated_off_by: 0.06, trusted_alone: false, curve: [] }] };
  await page.route("**/api/v1/triage/calibration", (route) => route.fulfill({ json: measured }));
  await page.goto("/settings/learning");
  await page.getByText("From 200 settled tickets,").waitFor();
  await page.getByRole("row", { name: "m-1 80 90% 6% Only when the rules agree" }).waitFor();
  await page.getByRole("row", { name: "Right 71% 86%" }).waitFor();
  await page.getByRole("button", { name: "Forget" }).click();
  await page.getByText("Nothing was learned yet; the rules judge alone.").waitFor();
  await context.close();
});

test("a value the server refuses is told with its reason", async () => {
  const { page, context } = await desk.visit("/settings/organisation");
  await page.getByLabel("Own domains").fill("not a domain!");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("settings.own_domains").waitFor();
  await context.close();
});

test("team, mailbox and person are added", async () => {
  const { page, context } = await desk.visit("/settings/teams");
  await page.getByLabel("Name").fill("Finance");
  await page.getByLabel("Key").fill("finance");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("cell", { name: "Finance", exact: true }).waitFor();
  await page.getByRole("link", { name: "Mailboxes" }).click();
  await page.getByLabel("Address").fill("billing@demo.test");
  await page.getByLabel("Sender name").fill("Demo Billing");
  await page.getByLabel("Team").selectOption({ label: "Finance" });
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("row", { name: /billing@demo.test Demo Billing Finance/ }).waitFor();
  await page.getByRole("link", { name: "People" }).click();
  await page.getByLabel("Name").fill("Bo Berg");
  await page.getByLabel("Mail address").fill("bo@example.com");
  await page.getByLabel("Role").selectOption("light");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  const row = page.getByRole("row", { name: /Bo Berg/ });
  await row.getByRole("button", { name: "Role: Light" }).click();
  await page.getByRole("menuitem", { name: /^Supervisor/ }).click();
  await row.getByRole("button", { name: "Role: Supervisor" }).waitFor();
  await row.getByRole("button", { name: "Teams" }).click();
  await page.getByRole("menuitem", { name: "Finance" }).click();
  await row.getByRole("button", { name: "Teams: Finance" }).waitFor();
  await row.getByRole("button", { name: "Lock out" }).click();
  await row.getByText("Inactive").waitFor();
  expect(await page.getByRole("row", { name: /owner@demo.test/ }).getByRole("button", { name: "Lock out" }).isDisabled()).toBe(true);
  await context.close();
});

test("a key is shown once and can be revoked", async () => {
  const { page, context } = await desk.visit("/settings/keys");
  await page.getByLabel("Name").fill("importer");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Your new key" });
  expect(await dialog.locator("code").textContent()).toMatch(/^ldk_/);
  await page.keyboard.press("Escape");
  const row = page.getByRole("row", { name: /importer/ });
  await row.getByRole("button", { name: "Revoke" }).click();
  await row.getByText("Revoked").waitFor();
  expect(await page.getByText(/ldk_/).count()).toBe(0);
  await context.close();
});

test("parked work is shown with its reason and given back to its stage", async () => {
  const { page, context } = await desk.visit("/parked");
  await page.getByRole("heading", { name: "Nothing is parked" }).waitFor();
  const parked = { id: "prk_1", stage: "ingest", reason: "the mail could not be read", source: { raw: "raw/abc" }, at: new Date().toISOString(), attempts: 3, state: "open" };
  await page.route("**/api/v1/parked?*", (route) => route.fulfill({ json: { items: [parked], next: null, truncated: false } }));
  let replayed = "";
  await page.route("**/api/v1/parked/prk_1/replay", (route) => {
    replayed = route.request().headers()["idempotency-key"] ?? "";
    return route.fulfill({ json: { ...parked, state: "replayed" } });
  });
  await page.reload();
  await page.getByText("the mail could not be read").waitFor();
  await page.getByRole("button", { name: "Replay" }).click();
  await page.getByText("Given to its stage again").waitFor();
  expect(replayed).not.toBe("");
  await context.close();
});

test("a bounced mail says why and can be sent again", async () => {
  const { id, number } = await desk.ticket("Does not arrive");
  await desk.api("POST", `/api/v1/tickets/${id}/replies`, { text: "Hello", undo_seconds: 60 });
  const { page, context } = await desk.visit("/settings");
  await page.route(`**/api/v1/tickets/${id}/messages?*`, async (route) => {
    const answer = await route.fetch();
    const list = (await answer.json()) as { items: { delivery: object | null }[] };
    const items = list.items.map((one) => one.delivery ? { ...one, delivery: { ...one.delivery, state: "bounced", reason: "550 no such user", can_cancel: false, can_resend: true } } : one);
    await route.fulfill({ response: answer, json: { ...list, items } });
  });
  await page.goto(`/inbox/all/${number}`);
  await page.getByText("Bounced").waitFor();
  await page.getByText("550 no such user").waitFor();
  await page.getByText("Check the address").waitFor();
  await page.getByRole("button", { name: "Send again" }).waitFor();
  await context.close();
});

test("outgoing mail is listed by state, and each list has an address of its own", async () => {
  const { id } = await desk.ticket("Leaves tomorrow");
  const send_at = new Date(Date.now() + 86_400_000).toISOString();
  await desk.api("POST", `/api/v1/tickets/${id}/replies`, { text: "Hello", send_at });
  const { page, context } = await desk.visit("/outgoing");
  const mail = page.getByRole("row").filter({ hasText: "Leaves tomorrow" });
  await mail.getByText("Waiting to be sent").waitFor();
  const lists = page.getByRole("main").getByRole("navigation", { name: "Outgoing" });
  await lists.getByRole("link", { name: "Sent" }).click();
  await page.getByRole("heading", { name: "Nothing was sent yet" }).waitFor();
  await lists.getByRole("link", { name: "On the way" }).click();
  expect(page.url()).toContain("show=moving");
  await mail.getByRole("button", { name: "Take back" }).click();
  await mail.waitFor({ state: "detached" });
  await page.keyboard.press("0");
  await page.getByRole("heading", { name: "Nothing came back" }).waitFor();
  expect(page.url()).toContain("show=undelivered");
  expect(await page.getByRole("link", { name: "Undelivered", exact: true }).first().getAttribute("aria-current")).toBe("page");
  await context.close();
});
