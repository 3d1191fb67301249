// Prints how quick the app is with 10,000 tickets in the list, measured in the page. Nothing is asserted.
//
// A time runs from the key or click in the browser to the frame that shows its result, both by the page's own clock.
import type { Page } from "playwright-core";
import { Desk } from "./desk.ts";
import { loadAll, pretendMany } from "./many.ts";

const ROWS = 10_000;
const TIMES = 40;

interface Figures {
  median: number;
  p95: number;
  most: number;
}

function figures(times: readonly number[]): Figures {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN) * 10) / 10;
  return { median: at(0.5), p95: at(0.95), most: at(1) };
}

/** When the result is there: so many elements, or the first one with this text, or with another than before. */
interface Done {
  find: string;
  count?: number;
  text?: string;
  before?: string;
}

/** Does something and waits for the frame in which its result is there. */
async function timed(page: Page, act: () => Promise<void>, done: Done): Promise<number> {
  await page.evaluate(({ find, count, text, before }) => {
    const holds = () => {
      const found = document.querySelectorAll(find);
      if (count !== undefined) return found.length === count;
      const now = found[0]?.textContent;
      return text === undefined ? now !== undefined && now !== before : now === text;
    };
    const state = { began: 0, ended: 0 };
    (window as unknown as { timing: typeof state }).timing = state;
    const begin = (event: Event) => (state.began ||= event.timeStamp);
    for (const kind of ["keydown", "mousedown"]) window.addEventListener(kind, begin, { capture: true, once: true });
    const look = () => {
      // The next task after a frame callback is after the frame was drawn.
      if (state.began && holds()) setTimeout(() => (state.ended = performance.now()));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, done);
  await act();
  await page.waitForFunction(() => (window as unknown as { timing: { ended: number } }).timing.ended > 0);
  return page.evaluate(() => {
    const { began, ended } = (window as unknown as { timing: { began: number; ended: number } }).timing;
    return ended - began;
  });
}

async function series(page: Page, act: () => Promise<void>, done: (turn: number) => Done): Promise<Figures> {
  const times: number[] = [];
  for (let turn = 0; turn < TIMES + 3; turn += 1) {
    const time = await timed(page, act, done(turn));
    // The first ones load code and warm up.
    if (turn >= 3) times.push(time);
  }
  return figures(times);
}

/** Scrolls through the whole list and gives the times between frames. */
async function scrolling(page: Page): Promise<Figures & { long: number }> {
  const times = await page.evaluate(async () => {
    const rows = document.querySelector(".rows");
    const found: number[] = [];
    let last = performance.now();
    for (let turn = 0; rows && turn < 240; turn += 1) {
      rows.scrollTop = turn < 120 ? rows.scrollTop + 240 : Math.random() * rows.scrollHeight;
      const now: number = await new Promise((resolve) => requestAnimationFrame(resolve));
      found.push(now - last);
      last = now;
    }
    return found.slice(1);
  });
  return { ...figures(times), long: times.filter((time) => time > 50).length };
}

async function shift(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { shifted: number }).shifted);
}

const desk = await Desk.start();
try {
  const { page, context } = await desk.visit("/settings", { bypassCSP: true });
  await context.addInitScript(() => {
    const seen = window as unknown as { shifted: number };
    seen.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
        if (!entry.hadRecentInput) seen.shifted += entry.value;
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  const say = (what: string, value: unknown) => console.log(`${what.padEnd(52)} ${JSON.stringify(value)}`);

  // Tickets of the program itself: open one after the other, warm.
  await page.goto("/inbox/all");
  await page.locator(".row-link").first().waitFor();
  const count = await page.locator(".row-link").count();
  const heads = await page.locator(".row-subject").allInnerTexts();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("article").first().waitFor();
  await page.waitForTimeout(500);
  const opened: number[] = [];
  let at = 0;
  let step = 1;
  for (let turn = 0; turn < TIMES; turn += 1) {
    if (at + step < 0 || at + step >= count) step = -step;
    at += step;
    const before = (await page.locator("article").first().textContent()) ?? "";
    const time = await timed(page, () => page.keyboard.press(step > 0 ? "j" : "k"), { find: "article", before });
    if (turn > 2) opened.push(time);
    await page.waitForTimeout(120);
  }
  say(`open the next ticket of ${heads.length}, messages shown, ms`, figures(opened));
  say("layout shift, list and tickets (CLS)", await shift(page));

  await pretendMany(page, desk, ROWS);
  await page.goto("/inbox/all");
  await page.getByRole("link", { name: /Row 0\b/ }).waitFor();
  await loadAll(page, ROWS);
  await page.evaluate(() => document.querySelector(".rows")?.scrollTo({ top: 0 }));
  await page.getByRole("link", { name: /Row 0\b/ }).waitFor();
  say(`${ROWS} rows: j to the next row, ms`, await series(page, () => page.keyboard.press("j"), (turn) => ({ find: '[data-active="true"] .row-subject', text: `Row ${turn}` })));
  say(`${ROWS} rows: x selects, ms`, await series(page, () => page.keyboard.press("x"), (turn) => ({ find: '[data-selected="true"]', count: (turn + 1) % 2 })));
  say(`${ROWS} rows: scroll, ms between frames`, await scrolling(page));
  say("rows in the document", await page.locator(".row-link").count());
  say("layout shift with it (CLS)", await shift(page));
  await context.close();
} finally {
  await desk.stop();
}
