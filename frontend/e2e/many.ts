// A list as long as the largest the app is built for. The rows are copies of a real one.
import type { Page } from "playwright-core";
import type { Desk } from "./desk.ts";

/** Lets the window believe that there are so many tickets; the page of the list has to be opened after it. */
export async function pretendMany(page: Page, desk: Desk, count: number): Promise<void> {
  const sample = (await desk.api<{ items: object[] }>("GET", "/api/v1/tickets?limit=1")).items[0];
  await page.route("**/api/v1/tickets?*", (route) => {
    const url = new URL(route.request().url());
    const from = Number(url.searchParams.get("cursor") ?? 0);
    const limit = Number(url.searchParams.get("limit"));
    const items = Array.from({ length: Math.min(limit, count - from) }, (_, index) => ({
      ...sample,
      id: `tkt_${from + index}`,
      number: 100_000 + from + index,
      subject: `Row ${from + index}`,
      status: "open",
    }));
    return route.fulfill({ json: { items, next: from + limit < count ? String(from + limit) : null, truncated: false } });
  });
}

/** Scrolls until every row is known. */
export async function loadAll(page: Page, count: number): Promise<void> {
  await page.evaluate(async (rowsWanted) => {
    const rows = document.querySelector(".rows");
    for (let turn = 0; rows && turn < 4_000 && rows.scrollHeight < rowsWanted * 78; turn += 1) {
      rows.scrollTop = rows.scrollHeight;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    if (rows) rows.scrollTop = rows.scrollHeight;
  }, count);
}
