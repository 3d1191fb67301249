// Journeys of the list: getting in, seeing what is new, finding, clearing.
import { afterAll, beforeAll, expect, test } from "vitest";
import { Desk, until } from "./desk.ts";
import { loadAll, pretendMany } from "./many.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.start({ empty: true });
});
afterAll(() => desk.stop());

/** Tickets whose newest change is in the order of their making: a judgement changes a ticket, and puts it on top of the list. */
async function inOrder(subjects: readonly string[]): Promise<void> {
  for (const subject of subjects) {
    const { id } = await desk.ticket(subject);
    await until(`a judgement of ${subject}`, async () => {
      const { items } = await desk.api<{ items: unknown[] }>("GET", `/api/v1/tickets/${id}/triage`);
      return items.length > 0 ? true : undefined;
    });
  }
}

test("an empty helpdesk says how to send a first mail", async () => {
  const { page, context } = await desk.visit("/");
  await page.getByRole("heading", { name: "Nothing is waiting for you" }).waitFor();
  await page.getByRole("link", { name: "Send a first mail" }).click();
  await page.getByRole("heading", { name: "First steps" }).waitFor();
  await page.getByText("Write to support@demo.test").waitFor();
  await context.close();
});

test("a stranger gets the sign-in page and the same answer for every address", async () => {
  const { page, context } = await desk.visitAsStranger("/inbox/all");
  await page.getByLabel("Mail address").fill("nobody@example.com");
  await page.getByRole("button", { name: "Send me a link" }).click();
  await page.getByText("If somebody signs in with this address").waitFor();
  await context.close();
});

test("a mail sent by SMTP appears in the open list without a reload", async () => {
  const { page, context } = await desk.visit("/");
  await page.getByRole("heading", { name: "Nothing is waiting for you" }).waitFor();
  await desk.mail("From: Ann Lee <ann@example.com>\nTo: support@demo.test\nSubject: Arrived by itself\nMessage-ID: <live-1@example.com>\n\nHello!\n");
  await page.getByRole("link", { name: /Arrived by itself/ }).waitFor();
  await page.getByRole("link", { name: "Unassigned 1" }).waitFor();
  await context.close();
});

test("a mail that arrives is found by what changed since, and every count is right", async () => {
  await desk.ticket("Was there before");
  const visit = await desk.visit("/inbox/all");
  const { page } = visit;
  await page.getByRole("link", { name: /Was there before/ }).waitFor();
  const asked: URL[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.pathname === "/api/v1/tickets") asked.push(url);
  });
  await desk.mail("From: Bo <bo@example.com>\nTo: support@demo.test\nSubject: Counted by itself\nMessage-ID: <live-2@example.com>\n\nI was charged twice this month.\n");
  await page.getByRole("link", { name: /Counted by itself/ }).waitFor();
  expect(asked.filter((url) => url.searchParams.has("updated_since")).length).toBeGreaterThan(0);
  // Nothing of the list is read anew while there is little news.
  expect(asked.filter((url) => !url.searchParams.has("updated_since"))).toEqual([]);
  const queues = { Open: "open", Unassigned: "unassigned", "Needs triage": "needs_triage", "Waiting for customer": "waiting", Disagreed: "disagreed", Quarantine: "quarantine" } as const;
  const sidebar = page.getByRole("navigation", { name: "Queues and pages" });
  for (const [name, key] of Object.entries(queues)) {
    // Triage may still be at work: both are asked until they agree.
    await expect
      .poll(async () => {
        const counts = await desk.api<Record<string, { count: number }>>("GET", "/api/v1/tickets/counts");
        const shown = (await sidebar.getByRole("link", { name: new RegExp(`^${name}( |$)`) }).innerText()).replace(/\D/g, "");
        return [Number(shown), counts[key]?.count ?? -1];
      })
      .toSatisfy(([seen, there]: number[]) => seen === there);
  }
  await visit.close();
});

test("rows under the pointer do not move until asked", async () => {
  await desk.ticket("Stands still");
  const { page, context } = await desk.visit("/inbox/open");
  const row = page.getByRole("link", { name: /Stands still/ });
  await row.hover();
  const before = await row.boundingBox();
  await desk.ticket("Wants to the top");
  const news = page.getByRole("button", { name: "1 change" });
  await news.waitFor();
  expect(await row.boundingBox()).toEqual(before);
  await news.click();
  await page.getByRole("link", { name: /Wants to the top/ }).waitFor();
  await context.close();
});

test("a queue is cleared by keyboard alone", async () => {
  await inOrder([1, 2, 3].map((number) => `Sweep ${number}`));
  const { page, context } = await desk.visit("/inbox/open?q=Sweep");
  await page.getByRole("link", { name: /Sweep 3/ }).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /Sweep 3/ }).waitFor();
  for (const left of ["Sweep 2", "Sweep 1"]) {
    await page.keyboard.press("Shift+E");
    await page.getByRole("heading", { name: new RegExp(left) }).waitFor();
  }
  await page.keyboard.press("Shift+E");
  await page.getByRole("heading", { name: "Nothing matches these filters" }).waitFor();
  const found = await desk.api<{ items: { status: string }[] }>("GET", "/api/v1/tickets?q=Sweep");
  expect(found.items.map((ticket) => ticket.status)).toEqual(["resolved", "resolved", "resolved"]);
  await context.close();
});

test("resolving with e stays on the ticket, and the next step goes to the one after it", async () => {
  await inOrder([1, 2, 3].map((number) => `Stay ${number}`));
  const { page, context } = await desk.visit("/inbox/open?q=Stay");
  await page.getByRole("link", { name: /Stay 2/ }).click();
  await page.getByRole("heading", { name: /Stay 2/ }).waitFor();
  await page.keyboard.press("e");
  await page.getByText(/#\d+ resolved/).waitFor();
  await page.getByRole("button", { name: "Reopen" }).waitFor();
  await page.keyboard.press("j");
  await page.getByRole("heading", { name: /Stay 1/ }).waitFor();
  await context.close();
});

test("resolving can be undone", async () => {
  const { number } = await desk.ticket("Too early");
  const { page, context } = await desk.visit(`/inbox/open/${number}`);
  await page.getByRole("button", { name: "Resolve" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => (await desk.api(`GET`, `/api/v1/tickets/${number}`))["status"]).toBe("open");
  await context.close();
});

test("j and k move without a mouse and the focus follows", async () => {
  const { page, context } = await desk.visit("/inbox/all");
  await page.getByRole("link", { name: /Too early/ }).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  const first = await page.locator(".row-link").first().getAttribute("id");
  expect(first).toMatch(/^row-tkt_/);
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe(first);
  await context.close();
});

test("keys of a ticket work from the list: they open it first", async () => {
  const { number } = await desk.ticket("Answered from the list");
  const { page, context } = await desk.visit("/inbox/open?q=Answered");
  await page.getByRole("link", { name: /Answered from the list/ }).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("p");
  await page.getByRole("menuitem", { name: "Low" }).click();
  await page.getByRole("button", { name: "Priority: Low" }).waitFor();
  expect(page.url()).toContain(`/inbox/open/${number}`);
  await page.keyboard.press("u");
  await page.getByRole("heading", { name: "No ticket is open" }).waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toMatch(/^row-tkt_/);
  await page.keyboard.press("r");
  await page.getByText("Mail to Ann Lee").waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Words of the reply");
  await context.close();
});

test("who opens a ticket is in it, and can read on without leaving the keys", async () => {
  const { id, number } = await desk.ticket("Rather long", Array.from({ length: 120 }, (_, line) => `Line ${line} of what happened.`).join("\n\n"));
  const { page, context } = await desk.visit("/inbox/open?q=Rather");
  await page.getByRole("link", { name: /Rather long/ }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe(`title-${id}`);
  expect(await page.title()).toMatch(new RegExp(`^#${number} Rather long · `));
  await page.getByRole("article").first().waitFor();
  const at = () => page.locator(".thread").evaluate((element) => element.scrollTop);
  await page.locator(".thread").evaluate((element) => element.scrollTo({ top: 0 }));
  await page.keyboard.press("Space");
  await expect.poll(at).toBeGreaterThan(100);
  const before = await at();
  // In what is read, arrows scroll; elsewhere they move through the list.
  await page.locator(".thread").focus();
  await page.keyboard.press("ArrowDown");
  await expect.poll(at).toBeGreaterThan(before);
  await page.keyboard.press("Shift+Space");
  await expect.poll(at).toBeLessThan(before);
  expect(page.url()).toContain(`/${number}`);
  await context.close();
});

test("search finds by words and says plainly when nothing fits", async () => {
  await desk.ticket("Easily found");
  const { page, context } = await desk.visit("/inbox/all");
  await page.getByRole("link", { name: /Easily found/ }).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("Easily");
  await expect.poll(() => page.locator(".row-link").count()).toBe(1);
  await page.getByRole("searchbox").fill("no such words anywhere");
  await page.getByRole("heading", { name: "Nothing matches these filters" }).waitFor();
  await page.getByRole("link", { name: "Clear the filters" }).click();
  await page.getByRole("link", { name: /Easily found/ }).waitFor();
  expect(new URL(page.url()).search).toBe("");
  await context.close();
});

test("a filter is a chip, lives in the address and can be removed", async () => {
  const { id } = await desk.ticket("Very urgent thing");
  await desk.api("PATCH", `/api/v1/tickets/${id}`, { priority: "urgent" }, { "If-Match": "*" });
  const { page, context } = await desk.visit("/inbox/all");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("menuitem", { name: "Priority: Urgent" }).click();
  await expect.poll(() => page.locator(".row-link").count()).toBe(1);
  expect(page.url()).toContain("priority=urgent");
  await page.getByRole("button", { name: "Remove filter Urgent" }).click();
  await expect.poll(() => page.locator(".row-link").count()).toBeGreaterThan(1);
  await context.close();
});

test("tickets are found by their mood and by a tag", async () => {
  const { id } = await desk.ticket("In a bad mood");
  await desk.api("PATCH", `/api/v1/tickets/${id}`, { tags: ["vip-case"] }, { "If-Match": "*" });
  const { page, context } = await desk.visit("/inbox/all");
  await page.getByRole("link", { name: /In a bad mood/ }).waitFor();
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("menuitem", { name: "Tag: #vip-case" }).click();
  await expect.poll(() => page.locator(".row-link").count()).toBe(1);
  expect(page.url()).toContain("tag=vip-case");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  const asked = page.waitForRequest((request) => new URL(request.url()).searchParams.get("sentiment") === "positive");
  await page.getByRole("menuitem", { name: "Mood: Positive" }).click();
  await asked;
  await page.getByRole("heading", { name: "Nothing matches these filters" }).waitFor();
  await page.getByRole("button", { name: "Remove filter Positive" }).click();
  await page.getByRole("link", { name: /In a bad mood/ }).waitFor();
  await context.close();
});

test("several tickets are resolved together and the whole batch is undone", async () => {
  for (const number of [1, 2]) await desk.ticket(`Batch ${number}`);
  const { page, context } = await desk.visit("/inbox/open?q=Batch");
  await page.getByRole("link", { name: /Batch 2/ }).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("Shift+X");
  await page.getByRole("toolbar").getByText("2 selected").waitFor();
  await page.getByRole("toolbar").getByRole("button", { name: "Resolve" }).click();
  await page.getByText("2 tickets changed").waitFor();
  await page.keyboard.press("Control+z");
  await expect
    .poll(async () => (await desk.api<{ items: { status: string }[] }>("GET", "/api/v1/tickets?q=Batch")).items.map((one) => one.status))
    .toEqual(["open", "open"]);
  await context.close();
});

test("keys act on a selection: priority, tag, and the whole of it is undone", async () => {
  for (const number of [1, 2]) await desk.ticket(`Flock ${number}`);
  const { page, context } = await desk.visit("/inbox/open?q=Flock");
  await page.getByRole("link", { name: /Flock 2/ }).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Control+a");
  await page.getByRole("toolbar").getByText("2 selected").waitFor();
  await page.keyboard.press("p");
  await page.getByRole("menuitem", { name: "High" }).click();
  await page.getByText("2 tickets changed").waitFor();
  const state = async () => (await desk.api<{ items: { priority: string; tags: string[]; status: string }[] }>("GET", "/api/v1/tickets?q=Flock")).items;
  expect((await state()).map((one) => one.priority)).toEqual(["high", "high"]);
  await page.keyboard.press("Control+a");
  await page.keyboard.press("!");
  await expect.poll(async () => (await state()).map((one) => [one.status, one.tags.includes("spam")])).toEqual([["resolved", true], ["resolved", true]]);
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await state()).map((one) => [one.status, one.tags.includes("spam")])).toEqual([["open", false], ["open", false]]);
  await context.close();
});

test("undo by key waits for a change that is still on its way, and never takes back another one", async () => {
  const { id, number } = await desk.ticket("Slow line");
  const { page, context } = await desk.visit("/inbox/open?q=Slow");
  await page.getByRole("link", { name: /Slow line/ }).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("i");
  await page.getByText(`#${number} is yours`).waitFor();
  await page.route(`**/api/v1/tickets/${id}/status`, async (route) => {
    const answer = await route.fetch();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await route.fulfill({ response: answer });
  });
  await page.keyboard.press("e");
  await expect.poll(async () => (await desk.api("GET", `/api/v1/tickets/${number}`))["status"]).toBe("resolved");
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await desk.api("GET", `/api/v1/tickets/${number}`))["status"]).toBe("open");
  expect((await desk.api("GET", `/api/v1/tickets/${number}`))["assignee"]).not.toBeNull();
  await context.close();
});

test("a view is saved with its filters, found in the sidebar and removed", async () => {
  const { page, context } = await desk.visit("/inbox/all?q=Flock");
  await page.getByRole("link", { name: /Flock 2/ }).waitFor();
  await page.getByRole("button", { name: "Save view" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("My flock");
  await page.keyboard.press("Enter");
  await page.goto("/inbox/open");
  await page.getByRole("link", { name: "My flock" }).click();
  await expect.poll(() => page.locator(".row-link").count()).toBe(2);
  expect(page.url()).toContain("q=Flock");
  await page.getByRole("button", { name: "Remove view My flock" }).click();
  await page.getByRole("link", { name: "My flock" }).waitFor({ state: "detached" });
  await context.close();
});

test("a key can be given to another action, and the sheet and buttons show it", async () => {
  const { number } = await desk.ticket("Left-handed");
  const { page, context } = await desk.visit("/settings/shortcuts");
  await page.getByRole("button", { name: "Change: Reply", exact: true }).click();
  await page.keyboard.press("q");
  await page.getByRole("listitem").filter({ hasText: "Reply" }).getByText("Q", { exact: true }).first().waitFor();
  await page.getByRole("button", { name: "Change: Next ticket" }).click();
  await page.keyboard.press("q");
  await page.getByText("Also: Next ticket").waitFor();
  await page.getByRole("button", { name: "As before: Next ticket" }).click();
  await page.goto(`/inbox/all/${number}`);
  await page.getByRole("button", { name: "Reply Q" }).waitFor();
  await page.keyboard.press("r");
  expect(await page.getByText("Mail to").count()).toBe(0);
  await page.keyboard.press("q");
  await page.getByText("Mail to Ann Lee").waitFor();
  await context.close();
});

test("the palette finds a ticket and does what a key would", async () => {
  const { page, context } = await desk.visit("/inbox/open?q=Stands");
  await page.getByRole("link", { name: /Stands still/ }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder(/Command, ticket number/).fill("Stands still");
  await page.getByRole("option", { name: /Stands still/ }).click();
  await page.getByRole("heading", { name: /Stands still/ }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder(/Command, ticket number/).fill("Note");
  await page.getByRole("option", { name: /^Note/ }).click();
  await page.getByLabel("Words of the note").waitFor();
  await context.close();
});

test("the sheet of keys lists what works here and closes on Escape", async () => {
  const { page, context } = await desk.visit("/inbox/open?q=Stands");
  await page.getByRole("link", { name: /Stands still/ }).waitFor();
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keys" });
  await sheet.getByText("Next ticket").waitFor();
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await context.close();
});

test("an unknown ticket and an unknown page say so, the ticket with the id of the request", async () => {
  const { page, context } = await desk.visit("/inbox/all/99999");
  await page.getByRole("heading", { name: "Not found" }).waitFor();
  expect(await page.getByText(/req_[0-9a-z]+/).count()).toBe(1);
  await page.goto("/no/such/page");
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
  await context.close();
});

test("a broken server is shown with retry, and retry mends the page", async () => {
  const { id } = await desk.ticket("Long done");
  await desk.api("PATCH", `/api/v1/tickets/${id}/status`, { status: "resolved" });
  const visit = await desk.visit("/settings");
  await visit.page.getByRole("heading", { name: "Settings" }).waitFor();
  await visit.page.route("**/api/v1/tickets?*", (route) =>
    route.fulfill({ status: 500, contentType: "application/problem+json", body: JSON.stringify({ code: "broken", detail: "it broke", next: "try again", request_id: "req_test" }) }),
  );
  await visit.page.getByRole("link", { name: "Resolved" }).click();
  await visit.page.getByRole("heading", { name: "Something went wrong" }).waitFor();
  await visit.page.getByText("req_test").waitFor();
  await visit.page.unrouteAll();
  await visit.page.getByRole("button", { name: "Try again" }).click();
  await visit.page.getByRole("link", { name: /Long done/ }).waitFor();
  await visit.context.close();
});

test("a list that can no longer be followed says so, and follows again when it can", async () => {
  const { page, context } = await desk.visit("/inbox/open?q=Stands");
  await page.getByRole("link", { name: /Stands still/ }).waitFor();
  await page.route("**/api/v1/tickets?*", (route) =>
    route.fulfill({ status: 500, contentType: "application/problem+json", body: JSON.stringify({ code: "broken", detail: "it broke", next: "try again" }) }),
  );
  const old = page.getByRole("status").filter({ hasText: "This may be old" });
  await old.getByText("it broke").waitFor();
  expect(await page.getByRole("link", { name: /Stands still/ }).count()).toBe(1);
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.getByRole("region", { name: "Open" }).getByRole("button", { name: "Try again" }).click();
  await old.waitFor({ state: "detached" });
  await context.close();
});

test("offline is said and ends by itself", async () => {
  const { page, context } = await desk.visit("/inbox/open?q=Stands");
  await page.getByRole("link", { name: /Stands still/ }).waitFor();
  await context.setOffline(true);
  await page.getByText("No connection.").waitFor();
  expect(await page.getByRole("link", { name: /Stands still/ }).count()).toBe(1);
  await context.setOffline(false);
  await page.getByText("No connection.").waitFor({ state: "detached", timeout: 35_000 });
  await context.close();
});

test("who may only read is offered nothing else", async () => {
  const { context, page } = await desk.visit("/settings");
  await page.route("**/api/v1/me", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()) as object, role: "readonly", may: ["read_tickets", "read_contacts", "read_people"] } });
  });
  await page.goto("/inbox/all?q=Stands");
  await page.getByRole("link", { name: /Stands still/ }).click();
  await page.getByRole("heading", { name: /Stands still/ }).waitFor();
  expect(await page.getByRole("button", { name: "Resolve" }).isDisabled()).toBe(true);
  expect(await page.getByRole("button", { name: "Reply" }).count()).toBe(0);
  expect(await page.getByRole("link", { name: "Outgoing" }).count()).toBe(0);
  await page.goto("/settings/keys");
  await page.getByRole("heading", { name: "You are not allowed to do this" }).waitFor();
  await context.close();
});

test("ten thousand rows stay quick: few are in the document, and a key shows its result at once", async () => {
  const { page, context } = await desk.visit("/settings");
  await pretendMany(page, desk, 10_000);
  await page.goto("/inbox/all");
  await page.getByRole("link", { name: /Row 0\b/ }).waitFor();
  await loadAll(page, 10_000);
  await page.getByRole("link", { name: /Row 9999\b/ }).waitFor();
  expect(await page.locator(".row-link").count()).toBeLessThan(60);
  await page.evaluate(() => document.querySelector(".rows")?.scrollTo({ top: 0 }));
  await page.getByRole("link", { name: /Row 0\b/ }).waitFor();
  await page.keyboard.press("j");
  await expect.poll(() => page.locator('[data-active="true"]').count()).toBe(1);
  await context.close();
}, 90_000);

test("a session that ended leads to the sign-in page, not to an error", async () => {
  await desk.ticket("Left on the screen");
  const { page, context } = await desk.visit("/inbox/open");
  await page.locator(".row-link").first().waitFor();
  await context.clearCookies();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await context.close();
});

test("the link of the terminal signs in once", async () => {
  const other = await Desk.start({ empty: true });
  try {
    const { page } = await other.visitAsStranger(other.signInLink);
    await page.getByRole("button", { name: "Sign in" }).click();
    // The page leads to the app by itself.
    await page.getByRole("heading", { name: "Nothing is waiting for you" }).waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
  } finally {
    await other.stop();
  }
});
