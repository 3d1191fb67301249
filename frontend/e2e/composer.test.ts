// Journeys of writing: what leaves, what never leaves, and what is not lost.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { Desk, until, type Visit } from "./desk.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.start({ empty: true });
});
afterAll(() => desk.stop());

/** A ticket that began with a real mail. */
async function mailed(subject: string, extra = ""): Promise<number> {
  const id = subject.replace(/\W+/g, "-").toLowerCase();
  await desk.mail(`From: Ann Lee <ann@example.com>\nTo: support@demo.test\n${extra}Subject: ${subject}\nMessage-ID: <${id}@example.com>\n\nHello, it is about ${subject}.\n`);
  return until(`the ticket ${subject}`, async () => {
    const { items } = await desk.api<{ items: { number: number; subject: string }[] }>("GET", "/api/v1/tickets?limit=100");
    return items.find((ticket) => ticket.subject === subject)?.number;
  });
}

/** What the reply says, whichever field it is typed into. */
async function words(page: Page): Promise<string> {
  const text = await page.getByLabel("Words of the reply").evaluate((element) => (element instanceof HTMLTextAreaElement ? element.value : (element as HTMLElement).innerText));
  return text.trim();
}

/** Waits until formats can be given. */
async function editor(page: Page): Promise<void> {
  await page.getByRole("toolbar", { name: "Formats" }).waitFor();
}

async function open(number: number): Promise<Visit> {
  const visit = await desk.visit(`/inbox/all/${number}`);
  await visit.page.getByRole("article").first().waitFor();
  return visit;
}

test("a reply leaves with the headers that keep the thread, and its state is seen to the end", async () => {
  const { page, context } = await open(await mailed("Threaded answer"));
  await page.keyboard.press("r");
  await page.getByText("Mail to Ann Lee").waitFor();
  await page.keyboard.type("Here is your answer.");
  await page.keyboard.press("Control+Enter");
  await page.getByText("Reply goes out in").waitFor();
  await page.getByText("Waiting to be sent").waitFor();
  const raw = await desk.sent("Threaded answer");
  expect(raw).toMatch(/^In-Reply-To: <threaded-answer@example.com>/im);
  expect(raw).toMatch(/^Subject: Re: Threaded answer/im);
  expect(raw).toMatch(/^Reply-To:[^:]*<reply\+/im);
  expect(raw).toContain("Here is your answer.");
  await page.getByText(/^(Sent|Delivered)$/).waitFor();
  await page.goto("/outgoing");
  await page.getByRole("link", { name: /Threaded answer/ }).waitFor();
  await context.close();
});

test("undo takes a reply back and returns its words", async () => {
  const { page, context } = await open(await mailed("Too hasty"));
  await page.keyboard.press("r");
  await page.keyboard.type("Wrong words");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => words(page)).toBe("Wrong words");
  await page.getByRole("article").getByText("Taken back", { exact: true }).waitFor();
  await context.close();
});

test("a note looks different, names nobody and stays inside", async () => {
  const number = await mailed("Talked about");
  const { page, context } = await open(number);
  await page.keyboard.press("n");
  await page.getByText("Internal: only your team sees this").waitFor();
  expect(await page.getByLabel("To", { exact: true }).count()).toBe(0);
  await page.keyboard.type("Between us: be quick.");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("article", { name: /Internal note/ }).getByText("Between us").waitFor();
  const { items } = await desk.api<{ items: { visibility: string; delivery: unknown }[] }>("GET", `/api/v1/tickets/${number}/messages`);
  expect(items.at(-1)).toMatchObject({ visibility: "note", delivery: null });
  await context.close();
});

test("words of a note never become a reply by changing the mode", async () => {
  const { page, context } = await open(await mailed("Two voices"));
  await page.keyboard.press("n");
  await page.keyboard.type("for colleagues only");
  await page.getByRole("button", { name: "Reply", exact: true }).click();
  await expect.poll(() => words(page)).toBe("");
  await page.getByRole("button", { name: "Note", exact: true }).click();
  expect(await page.getByLabel("Words of the note").inputValue()).toBe("for colleagues only");
  await context.close();
});

test("what is being written survives a reload", async () => {
  const { page, context } = await open(await mailed("Half a thought"));
  await page.keyboard.press("r");
  await page.keyboard.type("To be continued");
  await page.getByText("Kept in this browser").waitFor();
  await page.reload();
  await expect.poll(() => words(page)).toBe("To be continued");
  // The draft does not take the keys of the list away.
  await editor(page);
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  await context.close();
});

test("a reply that met a newer message is held, shows it, and goes out once it was read", async () => {
  const number = await mailed("Crossed letters");
  const { page, context } = await open(number);
  await page.keyboard.press("r");
  await page.keyboard.type("An answer to the first question.");
  await desk.mail("From: Ann Lee <ann@example.com>\nTo: support@demo.test\nSubject: Re: Crossed letters\nMessage-ID: <crossed-2@example.com>\nIn-Reply-To: <crossed-letters@example.com>\n\nForget it, I found it.\n");
  await until("the second mail", async () => ((await desk.api(`GET`, `/api/v1/tickets/${number}`))["public_count"] === 2 ? true : undefined));
  await page.keyboard.press("Control+Enter");
  const held = page.getByRole("alert").filter({ hasText: "something new arrived" });
  await held.getByText("Forget it, I found it.").waitFor();
  expect((await desk.api<{ items: unknown[] }>("GET", `/api/v1/tickets/${number}/messages`)).items).toHaveLength(2);
  await held.getByRole("button", { name: "I have read it" }).click();
  await held.waitFor({ state: "detached" });
  await page.keyboard.press("Control+Enter");
  await page.getByText("Reply goes out in").waitFor();
  await context.close();
});

test("two agents answer at once: the second is told before anything leaves", async () => {
  const number = await mailed("Two agents");
  const one = await open(number);
  const two = await open(number);
  for (const { page } of [one, two]) {
    await page.keyboard.press("r");
    await page.keyboard.type("I take this.");
  }
  await one.page.keyboard.press("Control+Enter");
  await one.page.getByText("Reply goes out in").waitFor();
  await two.page.keyboard.press("Control+Enter");
  await two.page.getByText("something new arrived").waitFor();
  expect((await desk.api<{ items: unknown[] }>("GET", `/api/v1/tickets/${number}/messages`)).items).toHaveLength(2);
  await one.close();
  await two.close();
});

test("somebody new on a ticket is confirmed first", async () => {
  const number = await mailed("A third party");
  const { page, context } = await open(number);
  await page.keyboard.press("r");
  await page.keyboard.type("Please see below.");
  await page.getByLabel("To", { exact: true }).fill("lawyer@example.com");
  await page.keyboard.press("Enter");
  await page.getByText("lawyer@example.com · new here").waitFor();
  await page.getByRole("button", { name: "Send Ctrl Enter" }).click();
  const dialog = page.getByRole("dialog", { name: "New people on this ticket" });
  await dialog.getByText("lawyer@example.com").waitFor();
  await dialog.getByRole("button", { name: "Back to the reply" }).click();
  expect((await desk.api<{ items: unknown[] }>("GET", `/api/v1/tickets/${number}/messages`)).items).toHaveLength(1);
  await page.getByRole("button", { name: "Send Ctrl Enter" }).click();
  await dialog.getByRole("button", { name: "Send to them, too" }).click();
  await page.getByText("Reply goes out in").waitFor();
  await context.close();
});

test("send and resolve does both and goes on to the next ticket", async () => {
  await mailed("Pair: comes after");
  const number = await mailed("Pair: done with it");
  // Only the two, so that the next one is known whichever was judged last.
  const { page, context } = await desk.visit("/inbox/open?q=Pair");
  await page.getByRole("link", { name: /comes after/ }).waitFor();
  await page.getByRole("link", { name: /done with it/ }).click();
  await page.getByRole("heading", { name: /done with it/ }).waitFor();
  await page.keyboard.press("r");
  await page.keyboard.type("All good now.");
  await page.keyboard.press("Control+Shift+Enter");
  await page.getByRole("heading", { name: /comes after/ }).waitFor();
  expect((await desk.api("GET", `/api/v1/tickets/${number}`))["status"]).toBe("resolved");
  await context.close();
});

test("reply to all keeps the copies", async () => {
  const { page, context } = await open(await mailed("With copies", "Cc: Bo <bo@example.com>\n"));
  await page.keyboard.press("a");
  await page.getByText("Mail to Ann Lee, Bo").waitFor();
  await page.keyboard.type("Hello both.");
  await page.keyboard.press("Control+Enter");
  expect(await desk.sent("With copies")).toMatch(/^Cc: .*bo@example.com/im);
  await context.close();
});

test("without a connection nothing is lost and nothing is claimed", async () => {
  const number = await mailed("Off the net");
  const { page, context } = await open(number);
  await page.keyboard.press("r");
  await page.getByText("Mail to Ann Lee").waitFor();
  await page.keyboard.type("Written in a tunnel");
  await context.setOffline(true);
  await page.keyboard.press("Control+Enter");
  await page.getByText("Not sent: the server cannot be reached.").waitFor();
  await context.setOffline(false);
  await page.keyboard.press("Control+Enter");
  await page.getByText("Reply goes out in").waitFor();
  const { items } = await desk.api<{ items: unknown[] }>("GET", `/api/v1/tickets/${number}/messages`);
  expect(items).toHaveLength(2);
  await context.close();
});

test("a pasted file goes along", async () => {
  const { page, context } = await open(await mailed("With a file"));
  await page.keyboard.press("r");
  await editor(page);
  await page.keyboard.type("See the file.");
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(["the content of the file"], "facts.txt", { type: "text/plain" }));
    document.activeElement?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await page.getByRole("listitem").filter({ hasText: "facts.txt" }).getByText("23 bytes").waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByText("Reply goes out in").waitFor();
  expect(await desk.sent("With a file")).toContain("facts.txt");
  await context.close();
});

test("files picked in the browser go to the bucket, are seen in the ticket and are in the mail", async () => {
  const number = await mailed("Two files picked");
  const visit = await open(number);
  const { page } = visit;
  await page.keyboard.press("r");
  await editor(page);
  await page.keyboard.type("Both are attached.");
  const puts: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "PUT") puts.push(request.url());
  });
  await page.locator("#attach").setInputFiles([
    { name: "plan.csv", mimeType: "text/csv", buffer: Buffer.from("seats,price\n5,49\n") },
    { name: "schön.txt", mimeType: "text/plain", buffer: Buffer.from("Grüße aus dem Anhang") },
    { name: "wrong.txt", mimeType: "text/plain", buffer: Buffer.from("not this one") },
  ]);
  const files = page.getByRole("list", { name: "Files" });
  await files.getByText("plan.csv").waitFor();
  await files.getByText("schön.txt").waitFor();
  await files.getByRole("button", { name: "Remove wrong.txt" }).click();
  await files.getByText("wrong.txt").waitFor({ state: "detached" });
  expect(puts).toHaveLength(3);
  await page.keyboard.press("Control+Enter");
  await page.getByText("Reply goes out in").waitFor();
  const raw = await desk.sent("Two files picked");
  expect(raw).toContain("plan.csv");
  expect(raw).toContain(Buffer.from("seats,price\n5,49\n").toString("base64").slice(0, 16));
  expect(raw).not.toContain("wrong.txt");
  const sent = page.getByRole("article").last();
  const link = sent.getByRole("link", { name: /plan.csv/ });
  await link.waitFor();
  await sent.getByRole("link", { name: /schön.txt/ }).waitFor();
  const answer = await visit.context.request.get((await link.getAttribute("href")) ?? "");
  expect(await answer.text()).toBe("seats,price\n5,49\n");
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

test("words that came with a ticket are offered like a draft", async () => {
  const number = await mailed("Drafted for you");
  const visit = await desk.visit("/settings");
  const { page } = visit;
  await page.route(/\/api\/v1\/tickets\/[^/?]+$/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), suggested_reply: "Dear Ann, here is how." } });
  });
  await page.route(/\/api\/v1\/tickets\/[^/]+\/drafts$/, (route) => route.fulfill({ json: { items: [] } }));
  await page.goto(`/inbox/all/${number}`);
  await page.getByRole("article").first().waitFor();
  await page.keyboard.press("r");
  await page.getByText("Dear Ann, here is how.").waitFor();
  await page.keyboard.press("Tab");
  await expect.poll(() => words(page)).toBe("Dear Ann, here is how.");
  await visit.close();
});

test("formats are sent as HTML with the same words beside it", async () => {
  const number = await mailed("In good form");
  const visit = await open(number);
  const { page } = visit;
  await page.keyboard.press("r");
  await editor(page);
  await page.keyboard.type("Please do this:");
  await page.keyboard.press("Enter");
  await page.keyboard.type("- stop the **old** one");
  await page.keyboard.press("Enter");
  await page.keyboard.type("start the new one");
  await page.getByRole("listitem").filter({ hasText: "start the new one" }).waitFor();
  expect(await page.getByRole("button", { name: "List", exact: true }).getAttribute("aria-pressed")).toBe("true");
  await page.keyboard.press("Control+Enter");
  await page.getByText("Reply goes out in").waitFor();
  const raw = await desk.sent("In good form");
  // Quoted-printable breaks lines of the HTML part.
  expect(raw.replace(/=\r?\n/g, "")).toMatch(/<li>stop the <strong>old<\/strong> one<\/li><li(=\n)?>start the new one<\/li>/);
  expect(raw).toMatch(/^[-*•] stop the old one/m);
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

test("letters typed before the editor is there stand before those typed after", async () => {
  const number = await mailed("Quick fingers");
  const { page, context } = await desk.visit("/settings");
  let let_in: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (let_in = resolve));
  await page.route("**/assets/RichEditor*", async (route) => {
    await gate;
    await route.continue();
  });
  await page.goto(`/inbox/all/${number}`);
  await page.getByRole("article").first().waitFor();
  await page.keyboard.press("r");
  await page.keyboard.type("First line,");
  await page.keyboard.press("Enter");
  await page.keyboard.type("then ");
  let_in();
  await editor(page);
  await page.keyboard.type("this.");
  await expect.poll(() => words(page)).toMatch(/^First line,\s+then this\.$/);
  await context.close();
});

test("a reply without formats is plain words", async () => {
  const number = await mailed("No frills");
  const { page, context } = await open(number);
  await page.keyboard.press("r");
  await editor(page);
  await page.keyboard.type("One line,");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.keyboard.type("and snake_case_names stay.");
  await page.keyboard.press("Control+Enter");
  await page.getByText("Reply goes out in").waitFor();
  const { items } = await desk.api<{ items: { text: string; html: string | null }[] }>("GET", `/api/v1/tickets/${number}/messages`);
  expect(items.at(-1)).toMatchObject({ text: "One line,\n\nand snake_case_names stay." });
  expect(items.at(-1)?.html ?? null).toBeNull();
  await context.close();
});

test("pasted HTML keeps its formats and brings nothing else", async () => {
  const visit = await open(await mailed("From elsewhere"));
  const { page } = visit;
  await page.keyboard.press("r");
  await editor(page);
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/html", '<p onclick="x()" style="color:red">Hello <b>you</b><img src="https://tracker.test/p.gif" onerror="x()"><script>window.hit=1</script></p><ul><li>one</li></ul>');
    document.activeElement?.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  const field = page.getByLabel("Words of the reply");
  await field.getByRole("listitem").filter({ hasText: "one" }).waitFor();
  expect(await field.locator("strong").innerText()).toBe("you");
  expect(await field.locator("img, script, [onclick]").count()).toBe(0);
  expect(visit.foreign).toEqual([]);
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

test("a reply taken back keeps its formats", async () => {
  const { page, context } = await open(await mailed("Formed in haste"));
  await page.keyboard.press("r");
  await editor(page);
  await page.keyboard.press("Control+b");
  await page.keyboard.type("Loud");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.keyboard.type("and clear");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByLabel("Words of the reply").locator("strong").getByText("Loud").waitFor();
  await expect.poll(() => page.getByLabel("Words of the reply").locator("p").count()).toBe(3);
  await context.close();
});

test("a reply can leave later, and be taken back until then", async () => {
  const number = await mailed("Not before Monday");
  const { page, context } = await open(number);
  await page.keyboard.press("r");
  await page.getByText("Mail to Ann Lee").waitFor();
  await page.keyboard.type("Good morning.");
  await page.getByRole("button", { name: "Send later" }).click();
  await page.getByRole("dialog", { name: "Send later" }).getByRole("button", { name: /Tomorrow morning/ }).click();
  await page.getByText(/^Goes out/).waitFor();
  const { items } = await desk.api<{ items: { delivery: { send_at: string } }[] }>("GET", `/api/v1/tickets/${number}/messages`);
  expect(Date.parse(items.at(-1)?.delivery.send_at ?? "")).toBeGreaterThan(Date.now() + 600_000);
  await page.getByRole("article").getByRole("button", { name: "Take back" }).click();
  await expect.poll(() => words(page)).toBe("Good morning.");
  await context.close();
});

test("history is quoted unless it is taken off for this reply", async () => {
  const { page, context } = await open(await mailed("Short and bare"));
  await page.keyboard.press("r");
  await page.keyboard.type("Just this.");
  await page.getByLabel("Quote history").uncheck();
  await page.getByRole("button", { name: /^Send Ctrl/ }).click();
  await page.getByText("Reply goes out in").waitFor();
  expect(await desk.sent("Short and bare")).not.toContain("Hello, it is about");
  await context.close();
});
