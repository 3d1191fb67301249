// How quick the app is in Chromium on this machine: figures to read, not limits to hold in a test.
import { Desk } from "./desk.ts";
import { loadAll, pretendMany } from "./many.ts";

const ROWS = 10_000;
const TURNS = 20;

const middle = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]?.toFixed(0);

const desk = await Desk.start();
try {
  const list = await desk.visit("/settings");
  await pretendMany(list.page, desk, ROWS);
  await list.page.goto("/inbox/all");
  await list.page.locator(".row-link").first().waitFor();
  await loadAll(list.page, ROWS);
  await list.page.evaluate(() => document.querySelector(".rows")?.scrollTo({ top: 0 }));
  const moves: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const seen = list.page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let pressed = 0;
          window.addEventListener("keydown", () => (pressed = performance.now()), { once: true, capture: true });
          const watch = new MutationObserver(() => {
            watch.disconnect();
            requestAnimationFrame(() => resolve(performance.now() - pressed));
          });
          watch.observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-active"] });
        }),
    );
    await list.page.keyboard.press("j");
    moves.push(await seen);
  }
  console.log(`key to visible row on ${ROWS} tickets: ${middle(moves)} ms`);
  await list.close();

  const { page } = await desk.visit("/inbox/all");
  await page.evaluate(() => {
    new PerformanceObserver((entries) => {
      for (const entry of entries.getEntries()) {
        const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
        if (!shift.hadRecentInput) document.body.dataset["shift"] = String(Number(document.body.dataset["shift"] ?? 0) + shift.value);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.locator(".row-link").first().waitFor();
  const opened: number[] = [];
  for (const row of (await page.locator(".row-link").all()).slice(0, 8)) {
    const from = performance.now();
    await row.click();
    await page.locator(`.message`).first().waitFor();
    opened.push(performance.now() - from);
    await page.keyboard.press("u");
    await page.locator(".ticket-none").waitFor();
  }
  console.log(`click to first message: ${middle(opened)} ms`);
  console.log(`layout shift: ${await page.evaluate(() => document.body.dataset["shift"] ?? "0")}`);
} finally {
  await desk.stop();
}
