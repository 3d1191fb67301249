// Every page and state worth looking at, for the accessibility test and the screenshots.
import type { Page } from "playwright-core";
import type { Desk } from "./desk.ts";

export interface Look {
  name: string;
  /** Brings a signed-in window to the page. */
  go: (page: Page, desk: Desk) => Promise<void>;
}

async function ticket(page: Page, words: RegExp): Promise<void> {
  await page.goto("/inbox/all");
  await page.getByRole("link", { name: words }).click();
  await page.getByRole("article").first().waitFor();
}

/** Opens what is known beside the ticket, where the window has no room for it. */
async function panel(page: Page): Promise<void> {
  const known = page.getByRole("complementary", { name: "What is known" });
  if (!(await known.isVisible())) await page.getByRole("button", { name: "What is known" }).click();
  await known.waitFor();
}

function heading(path: string, name: string): Look["go"] {
  return async (page) => {
    await page.goto(path);
    await page.getByRole("heading", { name, exact: true }).first().waitFor();
  };
}

const loaded = (path: string) => async (page: Page) => {
  await page.goto(path);
  await page.getByRole("heading").first().waitFor();
  await page.getByRole("status", { name: /Loading|geladen/ }).waitFor({ state: "detached" });
};

export const LOOKS: readonly Look[] = [
  {
    name: "inbox",
    go: async (page) => {
      await page.goto("/inbox/open");
      await page.locator(".row-link").first().waitFor();
    },
  },
  { name: "empty", go: heading("/inbox/mine", "Nothing is assigned to you") },
  { name: "filtered-empty", go: heading("/inbox/open?q=nothing-like-this", "Nothing matches these filters") },
  { name: "not-found", go: heading("/inbox/all/99999", "Not found") },
  { name: "ticket", go: (page) => ticket(page, /SYNC-409/) },
  { name: "thread", go: (page) => ticket(page, /Schullizenz/) },
  {
    name: "together",
    go: async (page, desk) => {
      const { items } = await desk.api<{ items: { id: string }[] }>("GET", "/api/v1/tickets?q=SYNC-409");
      const present = ["Bo Berg", "Cleo Anders-Meyer"].map((name, at) => ({ agent: `agt_${at}`, name, ticket: items[0]?.id, doing: at ? "viewing" : "writing", seen_at: new Date().toISOString() }));
      await page.route("**/api/v1/presence", (route) => route.fulfill({ json: { present, every_seconds: 20 } }));
      await ticket(page, /SYNC-409/);
      await page.locator(".present").waitFor();
      // Beside the ticket, where there is room, everything that is known has come.
      if (await page.locator(".evidence").isVisible()) await page.getByRole("link", { name: "connect Sentry" }).waitFor();
    },
  },
  {
    name: "mail-frame",
    go: async (page) => {
      await ticket(page, /Red button/);
      await page.frameLocator("iframe").getByAltText("screenshot.png").waitFor();
    },
  },
  {
    name: "reasons",
    go: async (page) => {
      await ticket(page, /Schullizenz/);
      await panel(page);
      await page.getByText("Reasons of the rules").click();
      await page.locator(".reasons li").first().waitFor();
    },
  },
  {
    name: "correct",
    go: async (page) => {
      await ticket(page, /SYNC-409/);
      await page.getByRole("article").first().getByText("Why it is here").click();
      await page.getByRole("article").first().getByRole("button", { name: "Correct the sender" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "reply",
    go: async (page) => {
      await ticket(page, /SYNC-409/);
      await page.keyboard.press("r");
      await page.getByText("Mail to").waitFor();
      await page.keyboard.type("Hello Tom,\n\nthe 41 cards are safe: we found them in the backup of Thursday.");
    },
  },
  {
    name: "note",
    go: async (page) => {
      await ticket(page, /Red button/);
      await page.keyboard.press("n");
      await page.keyboard.type("Same as last week, see the release notes.");
    },
  },
  {
    name: "palette",
    go: async (page) => {
      await ticket(page, /SYNC-409/);
      await page.keyboard.press("Control+k");
      await page.getByRole("option").first().waitFor();
    },
  },
  {
    name: "keys",
    go: async (page) => {
      await ticket(page, /SYNC-409/);
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "draft",
    go: async (page) => {
      await ticket(page, /Can two people edit/);
      await page.keyboard.press("r");
      await page.locator(".draft-text").waitFor();
    },
  },
  {
    name: "source",
    go: async (page) => {
      await ticket(page, /Can two people edit/);
      await page.keyboard.press("r");
      await page.locator(".cite button").first().focus();
      await page.getByRole("tooltip").waitFor();
    },
  },
  {
    name: "dismiss",
    go: async (page) => {
      await ticket(page, /Can two people edit/);
      await page.keyboard.press("r");
      await page.locator(".suggestion").getByRole("button", { name: "Dismiss" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "knowledge",
    go: async (page) => {
      await page.goto("/knowledge");
      await page.getByRole("searchbox").fill("refund of an annual plan");
      await page.keyboard.press("Enter");
      await page.locator(".hits li").first().waitFor();
    },
  },
  {
    name: "article",
    go: async (page) => {
      await page.goto("/knowledge");
      await page.locator("tbody a").first().click();
      await page.locator(".article > *").first().waitFor();
    },
  },
  {
    name: "article-edit",
    go: async (page) => {
      await page.goto("/knowledge");
      await page.locator("tbody a").first().click();
      await page.getByRole("button", { name: "Edit" }).click();
      await page.locator("#article-body").waitFor();
    },
  },
  {
    name: "canned",
    go: async (page) => {
      await page.goto("/canned");
      await page.locator("tbody a").first().waitFor();
    },
  },
  {
    name: "canned-edit",
    go: async (page) => {
      await page.goto("/canned");
      await page.locator("tbody a").first().click();
      await page.locator("#canned-body").waitFor();
    },
  },
  {
    name: "canned-pick",
    go: async (page) => {
      await ticket(page, /Can two people edit/);
      await page.keyboard.press(";");
      await page.getByRole("option").first().waitFor();
    },
  },
  { name: "settings-ai", go: loaded("/settings/ai") },
  { name: "settings-sources", go: loaded("/settings/sources") },
  { name: "settings-automatic", go: loaded("/settings/automatic") },
  { name: "outgoing", go: loaded("/outgoing") },
  { name: "undelivered", go: heading("/outgoing?show=undelivered", "Nothing came back") },
  { name: "parked", go: heading("/parked", "Nothing is parked") },
  { name: "settings", go: loaded("/settings/organisation") },
  { name: "settings-triage", go: loaded("/settings/triage") },
  {
    name: "settings-learning",
    go: async (page) => {
      await page.goto("/settings/learning");
      await page.getByText("Nothing was learned yet").waitFor();
      await page.getByRole("button", { name: "Judge them" }).click();
      await page.getByText(/tickets looked at/).waitFor();
    },
  },
  { name: "settings-mailboxes", go: loaded("/settings/mailboxes") },
  { name: "settings-agents", go: loaded("/settings/agents") },
  { name: "settings-teams", go: loaded("/settings/teams") },
  { name: "settings-keys", go: loaded("/settings/keys") },
  { name: "settings-shortcuts", go: loaded("/settings/shortcuts") },
  {
    name: "selection",
    go: async (page) => {
      await page.goto("/inbox/open");
      await page.locator(".row-link").first().waitFor();
      await page.keyboard.press("j");
      await page.keyboard.press("x");
      await page.keyboard.press("j");
      await page.keyboard.press("x");
      await page.getByRole("toolbar").waitFor();
    },
  },
  { name: "start", go: heading("/start", "First steps") },
];
