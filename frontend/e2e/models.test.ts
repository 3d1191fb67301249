// Journeys with a language model: set up in the settings, out of order, and over its budget. The rules carry on each time.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Desk, until } from "./desk.ts";

let desk: Desk;
let model: Server;
let asked = 0;
beforeAll(async () => {
  model = createServer((request, response) => {
    asked += 1;
    request.resume();
    response.writeHead(503, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ error: { message: "overloaded", code: "overloaded" } }));
  });
  await new Promise<void>((done) => model.listen(0, "127.0.0.1", done));
  desk = await Desk.start({ empty: true });
});
afterAll(async () => {
  await desk.stop();
  model.closeAllConnections();
  await new Promise((done) => model.close(done));
});

/** The number of a ticket once it was judged, and why the model did not decide. */
async function judged(desk: Desk, subject: string): Promise<{ number: number; fallback: string }> {
  await desk.mail(`From: Ann Lee <ann@example.com>\nTo: support@demo.test\nSubject: ${subject}\nMessage-ID: <${subject.replace(/\W+/g, "-")}@example.com>\n\nI was charged twice this month.\n`);
  return until(`a judgement of ${subject}`, async () => {
    const { items } = await desk.api<{ items: { number: number; subject: string }[] }>("GET", "/api/v1/tickets?limit=20");
    const number = items.find((ticket) => ticket.subject === subject)?.number;
    if (!number) return undefined;
    const found = await desk.api<{ items: { fallback: string | null }[] }>("GET", `/api/v1/tickets/${number}/triage`);
    const fallback = found.items.at(-1)?.fallback;
    return fallback ? { number, fallback } : undefined;
  });
}

test("models are switched on in the settings, with their budget", async () => {
  const { page, context } = await desk.visit("/settings/ai");
  await page.getByText("The rules judge every mail, with no key and no cost.").waitFor();
  await page.getByLabel("Ask models").selectOption({ label: "Yes" });
  await page.getByLabel("Provider", { exact: true }).selectOption({ label: "A server that speaks OpenAI’s chat completions" });
  await page.getByLabel("Address", { exact: true }).fill(`http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`);
  await page.getByLabel("Model for judging").fill("test-model");
  await page.getByLabel("Budget of a day, in dollars").fill("cheap");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Budget of a day, in dollars is not a number").waitFor();
  await page.getByLabel("Budget of a day, in dollars").fill("2.50");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Models are asked").waitFor();
  const { settings } = await desk.api<{ settings: { ai: object } }>("GET", "/api/v1/organisation");
  expect(settings.ai).toMatchObject({ enabled: true, provider: "compatible", triage_model: "test-model", daily_budget_microusd: 2_500_000 });
  await context.close();
});

test("a model that is out of order is named, the rules decide, and every call is on the bill", async () => {
  const { number, fallback } = await judged(desk, "Charged while the model is away");
  expect(asked).toBeGreaterThan(0);
  const { page, context } = await desk.visit(`/inbox/all/${number}`);
  const panel = page.getByRole("complementary", { name: "What is known" });
  await panel.getByText("Decided by the rules").waitFor();
  await panel.getByText(`The model did not decide: ${fallback}`).waitFor();
  await panel.getByText("Every call").click();
  await panel.getByText("test-model").first().waitFor();
  await panel.getByText("overloaded").first().waitFor();
  await context.close();
});

test("when the budget of the day is spent, the ticket says so and no model is asked", async () => {
  // A helpdesk of its own: triage remembers settings for a while, so they are set before its first mail.
  const spent = await Desk.start({ empty: true });
  try {
    const base_url = `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`;
    const ai = { enabled: true, provider: "compatible", base_url, triage_model: "test-model", daily_budget_tokens: 0 };
    await spent.api("PATCH", "/api/v1/organisation", { settings: { ai } }, { "If-Match": "*" });
    const before = asked;
    const { number } = await judged(spent, "Charged with nothing left");
    expect(asked).toBe(before);
    const { page, context } = await spent.visit(`/inbox/all/${number}`);
    const panel = page.getByRole("complementary", { name: "What is known" });
    await panel.getByText("The model budget of the day is spent").first().waitFor();
    await panel.getByText("No model was asked.").waitFor();
    await context.close();
  } finally {
    await spent.stop();
  }
});
