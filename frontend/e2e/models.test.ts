// Journeys with a language model: set up in the settings, answering, out of order, and over its budget. The rules judge each
// time, too.
import { afterAll, beforeAll, expect, test } from "vitest";
import { Desk, until } from "./desk.ts";
import { StandIn } from "./stand-in.ts";

const KEY = "sk-made-up-for-a-journey-7c2e";
const RULE = "Eine Verlängerung des Jahresabos wird innerhalb von 30 Tagen nach der Zahlung vollständig erstattet.";
const QUESTION = "Guten Tag,\n\nmein Jahresabo wurde gestern automatisch verlängert und abgebucht. Das wollte ich nicht. Ich möchte bitte mein Geld zurück.\n\nFreundliche Grüsse\nUrs Keller\n";

let desk: Desk;
let model: StandIn;
beforeAll(async () => {
  model = await StandIn.start(({ user }) => ({
    injection_suspected: false,
    language: "de",
    translation_en: "My yearly plan was renewed and charged yesterday. I did not want that. I would like my money back, please.",
    summary: "Urs wants the renewal of his yearly plan refunded.",
    reasons: ["The renewal was a day ago."],
    category: "refund-request",
    priority: "high",
    sentiment: "negative",
    confidence: { category: 0.97, priority: 0.8 },
    next_action: "Check when the renewal was paid.",
    draft_language: "de",
    draft_sentences: [
      { text: "Guten Tag Urs,", text_team_language: "Hello Urs,", sources: [] },
      { text: RULE, text_team_language: "A renewal of the yearly plan is refunded in full within 30 days of payment.", sources: user.includes("knowledge K1") ? ["K1"] : [] },
      { text: "Unser Zebra ruft Sie morgen aus Timbuktu an.", text_team_language: "Our zebra will call you from Timbuktu tomorrow.", sources: [] },
    ],
    needs_human_reason: "Money is to be paid back.",
  }));
  desk = await Desk.start({ empty: true });
  await desk.api("POST", "/api/v1/articles", { title: "Erstattung", body: `# Jahresabo\n\n${RULE}`, language: "de" });
});
afterAll(async () => {
  await desk.stop();
  await model.stop();
});

interface Judged {
  number: number;
  judgement: { fallback: string | null; decided_by: string };
}

/** The number of a ticket once it was judged, and what came of it. */
async function judged(desk: Desk, subject: string, text = "I was charged twice this month.\n"): Promise<Judged> {
  await desk.mail(
    `From: Urs Keller <urs@example.com>\nTo: support@demo.test\nSubject: ${subject}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\nMessage-ID: <${subject.replace(/\W+/g, "-")}@example.com>\n\n${text}`,
    "support@demo.test",
    "urs@example.com",
  );
  return until(`a judgement of ${subject}`, async () => {
    const { items } = await desk.api<{ items: { number: number; subject: string }[] }>("GET", "/api/v1/tickets?limit=20");
    const number = items.find((ticket) => ticket.subject === subject)?.number;
    if (!number) return undefined;
    const found = await desk.api<{ items: Judged["judgement"][] }>("GET", `/api/v1/tickets/${number}/triage`);
    const judgement = found.items.at(-1);
    return judgement && { number, judgement };
  });
}

test("models are switched on in the settings, with their key and their budget", async () => {
  const { page, context } = await desk.visit("/settings/ai");
  await page.getByText("The rules judge every mail, with no key and no cost.").waitFor();
  const form = page.getByRole("form", { name: "AI" });
  const key = form.getByRole("group", { name: "Key of the model provider" });
  await key.getByLabel("Key of the model provider", { exact: true }).last().fill(KEY);
  await key.getByRole("button", { name: /^Store/ }).click();
  await key.getByText("Set, ends with 7c2e").waitFor();
  await page.getByLabel("Ask models").selectOption({ label: "Yes" });
  await page.getByLabel("Provider", { exact: true }).selectOption({ label: "OpenAI" });
  await page.getByLabel("Address", { exact: true }).fill(model.url);
  await page.getByLabel("Model for judging").fill("gpt-4o-mini");
  await page.getByLabel("Budget of a day, in dollars").fill("cheap");
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByText("Budget of a day, in dollars is not a number").waitFor();
  await page.getByLabel("Budget of a day, in dollars").fill("2.50");
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByText("Models are asked").waitFor();
  await page.reload();
  await key.getByText("Set, ends with 7c2e").waitFor();
  expect(await page.content()).not.toContain("made-up-for-a-journey");
  const { settings } = await desk.api<{ settings: { ai: object } }>("GET", "/api/v1/organisation");
  expect(settings.ai).toMatchObject({ enabled: true, provider: "openai", triage_model: "gpt-4o-mini", daily_budget_microusd: 2_500_000 });
  expect(JSON.stringify(settings)).not.toContain("made-up-for-a-journey");
  await context.close();
});

test("a model answers: both engines side by side, summary, translation, a draft with its sources, and the cost", async () => {
  const { number, judgement } = await judged(desk, "Abo verlängert", QUESTION);
  expect(judgement).toMatchObject({ decided_by: "model", fallback: null });
  expect(model.asked.at(-1)).toMatchObject({ authorization: `Bearer ${KEY}`, model: "gpt-4o-mini" });
  const visit = await desk.visit(`/inbox/all/${number}`);
  const { page } = visit;
  const panel = page.getByRole("complementary", { name: "What is known" });
  await panel.getByRole("columnheader", { name: "Rules" }).waitFor();
  await panel.getByRole("columnheader", { name: "Model" }).waitFor();
  expect(await panel.getByRole("cell", { name: "refund-request", exact: true }).count()).toBeGreaterThan(0);
  await panel.getByText("Money is to be paid back.").waitFor();
  await panel.getByText("Check when the renewal was paid.").waitFor();
  await panel.getByText("0.021 ¢").first().waitFor();
  const thread = page.getByRole("log");
  await thread.getByText("Urs wants the renewal of his yearly plan refunded.").waitFor();
  await thread.getByText("I would like my money back, please.").waitFor();
  await page.keyboard.press("l");
  await thread.getByText("Ich möchte bitte mein Geld zurück.").waitFor();
  await page.keyboard.press("l");
  await thread.getByText("I would like my money back, please.").waitFor();
  await page.keyboard.press("r");
  const offered = page.getByRole("region", { name: "Draft ready" });
  await offered.getByRole("button", { name: "Source 1: Erstattung" }).hover();
  await page.getByRole("tooltip").getByText(RULE).waitFor();
  await page.mouse.move(5, 5);
  expect(await offered.locator(".unsupported").allInnerTexts()).toEqual([expect.stringContaining("Timbuktu")]);
  await offered.getByRole("button", { name: "English" }).click();
  await offered.getByText("is refunded in full within 30 days of payment").waitFor();
  expect(visit.complaints).toEqual([]);
  expect(visit.foreign).toEqual([]);
  await visit.close();
});

test("a model that is out of order is named with the reason, the rules decide, and every call is on the bill", async () => {
  model.fail(529, "overloaded_error");
  const before = model.asked.length;
  const { number, judgement } = await judged(desk, "Charged while the model is away");
  expect(judgement).toMatchObject({ decided_by: "rules", fallback: "The model is overloaded or out of order; the rules decided." });
  expect(model.asked.length).toBeGreaterThan(before);
  const { page, context } = await desk.visit(`/inbox/all/${number}`);
  const panel = page.getByRole("complementary", { name: "What is known" });
  await panel.getByText("Decided by the rules").waitFor();
  await panel.getByText("The model did not decide: The model is overloaded or out of order; the rules decided.").waitFor();
  await panel.getByText("Every call").click();
  await panel.getByText("gpt-4o-mini").first().waitFor();
  await panel.getByText("overloaded").first().waitFor();
  await context.close();
});

test("when the budget of the day is spent, the ticket says so and no model is asked", async () => {
  // A helpdesk of its own: triage remembers settings for a while, so they are set before its first mail.
  const spent = await Desk.start({ empty: true });
  try {
    const ai = { enabled: true, provider: "compatible", base_url: `${model.url}/v1`, triage_model: "test-model", daily_budget_tokens: 0 };
    await spent.api("PATCH", "/api/v1/organisation", { settings: { ai } }, { "If-Match": "*" });
    const before = model.asked.length;
    const { number } = await judged(spent, "Charged with nothing left");
    expect(model.asked.length).toBe(before);
    const { page, context } = await spent.visit(`/inbox/all/${number}`);
    const panel = page.getByRole("complementary", { name: "What is known" });
    await panel.getByText("The model budget of the day is spent").first().waitFor();
    await panel.getByText("No model was asked.").waitFor();
    await context.close();
  } finally {
    await spent.stop();
  }
});
