// Journeys of an admin: the knowledge base, keys of other services, sources, answers without a person.
import { afterAll, beforeAll, expect, test } from "vitest";
import { Desk } from "./desk.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.start({ empty: true });
});
afterAll(() => desk.stop());

test("an article is written, found by a question, changed and removed", async () => {
  const visit = await desk.visit("/knowledge");
  const { page } = visit;
  await page.getByRole("heading", { name: "No articles yet" }).waitFor();
  await page.getByRole("link", { name: "Write an article" }).click();
  await page.getByLabel("Title").fill("Refunds");
  await page.getByLabel("Text, in Markdown").fill("# When we refund\n\nAnnual plans are refunded within **30 days** of payment.\n\n- write to us\n- say why\n\n<img src=x onerror=alert(1)>");
  await page.getByRole("button", { name: "Preview" }).click();
  await page.getByRole("heading", { name: "When we refund" }).waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  const article = page.getByRole("document", { name: "Refunds" });
  await article.getByRole("listitem").filter({ hasText: "say why" }).waitFor();
  expect(await article.locator("img").count()).toBe(0);
  await page.getByRole("link", { name: "All articles" }).click();
  await page.getByLabel("A customer’s question").fill("can I get my annual plan refunded?");
  await page.keyboard.press("Enter");
  await page.getByText("1 passage").waitFor();
  await page.getByRole("listitem").getByText("within **30 days**").or(page.getByRole("listitem").getByText("30 days")).first().waitFor();
  await page.getByRole("cell", { name: /Refunds/ }).getByRole("link").click();
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByLabel("Text, in Markdown").fill("# When we refund\n\nWithin 60 days.");
  await page.getByRole("button", { name: "Save" }).click();
  await article.getByText("Within 60 days.").waitFor();
  await page.getByRole("button", { name: "Remove" }).click();
  const dialog = page.getByRole("dialog", { name: "Remove this article?" });
  await dialog.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("heading", { name: "No articles yet" }).waitFor();
  expect((await desk.api<{ items: unknown[] }>("GET", "/api/v1/articles")).items).toEqual([]);
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

test("files are taken in, and each says what became of it", async () => {
  const { page, context } = await desk.visit("/knowledge");
  const pick = page.getByTestId("import");
  const file = (name: string, text: string) => ({ name, mimeType: "text/markdown", buffer: Buffer.from(text) });
  await pick.setInputFiles([file("seats.md", "---\ntitle: Seats\n---\n\nA seat can be moved to another person once a month.\n"), file("logo.pdf", "%PDF")]);
  const dialog = page.getByRole("dialog", { name: "What became of the files" });
  await dialog.getByRole("listitem").filter({ hasText: "seats.md" }).getByText("New").waitFor();
  await dialog.getByRole("listitem").filter({ hasText: "logo.pdf" }).getByText("Only Markdown").waitFor();
  await dialog.locator(".modal-foot").getByRole("button", { name: "Close" }).click();
  await page.getByRole("cell", { name: /Seats/ }).waitFor();
  await pick.setInputFiles([file("seats.md", "---\ntitle: Seats\n---\n\nA seat can be moved to another person once a month.\n")]);
  await dialog.getByText("As it was").waitFor();
  await context.close();
});

test("two people write one article: both versions are shown before one is overwritten", async () => {
  const made = await desk.api<{ id: string; version: number }>("POST", "/api/v1/articles", { title: "Opening hours", body: "Nine to five." });
  const { page, context } = await desk.visit(`/knowledge/${made.id}`);
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByLabel("Text, in Markdown").fill("Ten to six.");
  await desk.api("PUT", `/api/v1/articles/${made.id}`, { title: "Opening hours", body: "Round the clock." }, { "If-Match": `"v${made.version}"` });
  await page.getByRole("button", { name: "Save" }).click();
  const dialog = page.getByRole("dialog", { name: "Somebody else changed this" });
  await dialog.getByText("Round the clock.").waitFor();
  await dialog.getByText("Ten to six.").waitFor();
  expect(await desk.api("GET", `/api/v1/articles/${made.id}`)).toMatchObject({ body: "Round the clock." });
  await dialog.getByRole("button", { name: "Use mine" }).click();
  // The page itself is a document too, and in its editor these words stand before they are saved.
  await page.getByRole("document", { name: "Opening hours" }).getByText("Ten to six.").waitFor();
  expect(await desk.api("GET", `/api/v1/articles/${made.id}`)).toMatchObject({ body: "Ten to six." });
  await context.close();
});

test("who may only read articles is offered nothing else", async () => {
  const { page, context } = await desk.visit("/settings/shortcuts");
  await page.route("**/api/v1/me", async (route) => {
    const answer = await route.fetch();
    const me = (await answer.json()) as { may: string[] };
    await route.fulfill({ response: answer, json: { ...me, may: me.may.filter((one) => !["change_articles", "manage_keys", "manage_organisation"].includes(one)) } });
  });
  await page.goto("/knowledge");
  await page.getByText("a supervisor can write").waitFor();
  expect(await page.getByRole("link", { name: "Write an article" }).count()).toBe(0);
  await page.goto("/knowledge/new");
  await page.getByRole("heading", { name: "You are not allowed to do this" }).waitFor();
  await page.goto("/settings/automatic");
  await page.getByText("an admin can change them").waitFor();
  expect(await page.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
  await context.close();
});

test("a source is connected, and its secret is stored, recognised, replaced and removed without being shown", async () => {
  const { page, context } = await desk.visit("/settings/sources");
  const form = page.getByRole("form", { name: "Sentry" });
  await form.getByLabel("Ask Sentry").check();
  await form.getByLabel("Organisation there").fill("acme");
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved").waitFor();
  const secret = form.getByRole("group", { name: "Sentry token" });
  await secret.getByLabel("Sentry token", { exact: true }).last().fill("sntrys_made_up_for_a_test_7f3a");
  await secret.getByRole("button", { name: /^Store/ }).click();
  await secret.getByText("Set, ends with 7f3a").waitFor();
  await page.reload();
  await secret.getByText("Set, ends with 7f3a").waitFor();
  expect(await page.content()).not.toContain("made_up_for_a_test");
  await secret.getByRole("button", { name: /^Replace/ }).click();
  await page.keyboard.type("sntrys_another_made_up_b81c");
  await page.keyboard.press("Enter");
  await secret.getByText("Set, ends with b81c").waitFor();
  await secret.getByRole("button", { name: /^Remove/ }).click();
  await page.getByRole("dialog", { name: "Remove this key?" }).getByRole("button", { name: "Remove" }).click();
  await secret.getByRole("button", { name: /^Store/ }).waitFor();
  const { items } = await desk.api<{ items: { name: string; set: boolean }[] }>("GET", "/api/v1/organisation/secrets");
  expect(items.find((one) => one.name === "sentry")).toMatchObject({ set: false });
  await context.close();
});

test("search by meaning is set up, and says how far it is", async () => {
  const { page, context } = await desk.visit("/settings/ai");
  const form = page.getByRole("form", { name: "Search by meaning" });
  await form.getByText("By words alone").waitFor();
  await form.getByLabel("Make vectors").selectOption({ label: "Yes" });
  await form.getByLabel("Provider of vectors").selectOption({ label: "OpenAI" });
  await form.getByLabel("Length of a vector").fill("256");
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved").waitFor();
  // Without a key there are none, and that is said.
  await form.getByText("By words alone for now").waitFor();
  const { settings } = await desk.api<{ settings: { ai: { embeddings: object } } }>("GET", "/api/v1/organisation");
  expect(settings.ai.embeddings).toMatchObject({ enabled: true, provider: "openai", dimensions: 256 });
  await form.getByLabel("Make vectors").selectOption({ label: "No" });
  await form.getByRole("button", { name: "Save" }).click();
  await form.getByText("By words alone", { exact: true }).waitFor();
  await context.close();
});

test("answers without a person are off, say what they do, and ask before they are turned on", async () => {
  const { page, context } = await desk.visit("/settings/automatic");
  await page.getByText("answers that no person has read").waitFor();
  const toggle = page.getByLabel("Answer and resolve without a person");
  expect(await toggle.isChecked()).toBe(false);
  await toggle.check();
  await page.getByText("Nothing is answered until a category is chosen.").waitFor();
  await page.getByLabel("product-question").check();
  await page.getByRole("button", { name: "Save" }).click();
  const dialog = page.getByRole("dialog", { name: "Turn on answers without a person?" });
  await dialog.getByText("product-question").waitFor();
  const state = async () => (await desk.api<{ settings: { auto_resolve: { enabled: boolean; categories: string[] } } }>("GET", "/api/v1/organisation")).settings.auto_resolve;
  expect((await state()).enabled).toBe(false);
  await dialog.getByRole("button", { name: "Turn on" }).click();
  await page.getByText("Saved").waitFor();
  expect(await state()).toMatchObject({ enabled: true, categories: ["product-question"] });
  await context.close();
});
