// Every page: no accessibility violation in light, dark and at phone width, nothing from elsewhere, nothing too heavy.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Desk } from "./desk.ts";
import { LOOKS } from "./pages.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LARGEST_BYTES = 200_000;
const PHONE = { width: 390, height: 844 };

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.start();
});
afterAll(() => desk.stop());

const ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What the other theme can break. */
const COLOURS = ["color-contrast", "link-in-text-block"];

async function violations(page: Page, tags = ALL): Promise<string[]> {
  const result = await page.evaluate(async ({ source, runOnly }) => {
    // Runs in the page's own world by the debugger, which its policy does not bind.
    (0, eval)(source);
    const { axe } = window as unknown as { axe: { run: (root: Document, options: object) => Promise<AxeResults> } };
    return axe.run(document, { iframes: false, runOnly });
  }, { source: AXE, runOnly: tags });
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

test.each(LOOKS)("$name is accessible, light and dark", async (look) => {
  const visit = await desk.visit("/start", { colorScheme: "light", reducedMotion: "reduce", bypassCSP: true });
  await look.go(visit.page, desk);
  expect(await violations(visit.page)).toEqual([]);
  await visit.page.emulateMedia({ colorScheme: "dark" });
  expect(await violations(visit.page, COLOURS), "dark").toEqual([]);
  expect(visit.foreign).toEqual([]);
  await visit.close();
});

test.each(LOOKS)("$name is accessible on a phone", async (look) => {
  const visit = await desk.visit("/start", { viewport: PHONE, colorScheme: "light", reducedMotion: "reduce", bypassCSP: true });
  await look.go(visit.page, desk);
  expect(await violations(visit.page)).toEqual([]);
  await visit.close();
});

test("the sign-in page is accessible", async () => {
  const visit = await desk.visitAsStranger("/", { bypassCSP: true });
  await visit.page.getByRole("heading", { name: "Sign in" }).waitFor();
  expect(await violations(visit.page)).toEqual([]);
  await visit.close();
});

test("no page breaks the policy it is served with", async () => {
  const visit = await desk.visit("/start", { reducedMotion: "reduce" });
  for (const look of LOOKS) await look.go(visit.page, desk);
  expect(visit.complaints).toEqual([]);
  expect(visit.foreign).toEqual([]);
  await visit.close();
}, 300_000);

test("at phone width there is one pane at a time, and no page is wider than the screen", async () => {
  const visit = await desk.visit("/inbox/open", { viewport: PHONE });
  const { page } = visit;
  await page.getByRole("link", { name: /SYNC-409/ }).click();
  await page.getByRole("article").first().waitFor();
  expect(await page.locator(".list-pane").isVisible()).toBe(false);
  await page.getByRole("button", { name: "Back to the list" }).click();
  await page.getByRole("link", { name: /SYNC-409/ }).waitFor();
  expect(await page.locator(".ticket-pane").isVisible()).toBe(false);
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  for (const look of LOOKS) {
    await look.go(page, desk);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), look.name).toBeLessThanOrEqual(PHONE.width);
  }
  await visit.close();
}, 300_000);

test("dark follows the system and can be chosen", async () => {
  const visit = await desk.visit("/start", { colorScheme: "dark" });
  const paper = () => visit.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await visit.page.getByRole("heading", { name: "First steps" }).waitFor();
  expect(await paper()).toBe("rgb(19, 19, 17)");
  await visit.page.getByRole("button", { name: "Appearance" }).click();
  await visit.page.getByRole("menuitem", { name: "Light" }).click();
  expect(await paper()).toBe("rgb(244, 242, 238)");
  await visit.page.reload();
  await visit.page.getByRole("heading", { name: "First steps" }).waitFor();
  expect(await paper()).toBe("rgb(244, 242, 238)");
  await visit.close();
});

test("a German browser gets German, and the language can be changed", async () => {
  const visit = await desk.visit("/inbox/open", { locale: "de-DE" });
  const { page } = visit;
  await page.getByRole("heading", { name: "Offen", exact: true }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe("de");
  await page.getByRole("link", { name: /SYNC-409/ }).click();
  await page.getByRole("button", { name: /^Antworten/ }).waitFor();
  await page.getByRole("button", { name: "Sprache" }).click();
  await page.getByRole("menuitem", { name: "English" }).click();
  await page.getByRole("button", { name: /^Reply R/ }).waitFor();
  await visit.close();
});

test("the first load is light", async () => {
  const { page, context } = await desk.visit("/health");
  const bodies: Promise<Buffer>[] = [];
  page.on("response", (response) => {
    if (response.url().endsWith(".js")) bodies.push(response.body());
  });
  await page.goto("/inbox/open");
  await page.locator(".row-link").first().waitFor();
  const bytes = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0);
  console.log(`JavaScript of the first load, gzip: ${bytes} bytes`);
  expect(bodies.length).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(LARGEST_BYTES);
  await context.close();
});
