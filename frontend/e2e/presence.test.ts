// Journeys of two people in one helpdesk: each sees where the other is, and what they do there.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { Desk } from "./desk.ts";

/** Longer than the app waits between two beats. */
const A_BEAT = { timeout: 45_000 };

let desk: Desk;
let bo: string;
beforeAll(async () => {
  desk = await Desk.start({ empty: true });
  bo = await desk.colleague("Bo");
});
afterAll(() => desk.stop());

const said = (page: Page, words: string) => page.getByRole("status").filter({ hasText: words });

test("two agents at one ticket see each other, who writes, and who has left", async () => {
  const { number } = await desk.ticket("Seen by both");
  const path = `/inbox/all/${number}`;
  const mine = await desk.visit(path);
  await mine.page.getByRole("article").first().waitFor();
  const theirs = await desk.visit(path, {}, bo);
  await said(theirs.page, "owner is here, too").waitFor(A_BEAT);
  // Nobody is told of themselves.
  expect(await said(theirs.page, "Bo is").count()).toBe(0);
  await theirs.page.keyboard.press("r");
  await theirs.page.getByText("Mail to Ann Lee").waitFor();
  const head = await mine.page.locator(".ticket-head").boundingBox();
  await theirs.page.keyboard.type("I take this one.");
  await said(mine.page, "Bo is writing").waitFor(A_BEAT);
  expect(await mine.page.locator(".ticket-head").boundingBox()).toEqual(head);
  await mine.page.keyboard.press("u");
  await mine.page.locator(".row-present").getByText("Bo is writing").waitFor();
  await theirs.page.goto("/settings");
  await mine.page.locator(".row-present").waitFor({ state: "detached", ...A_BEAT });
  for (const visit of [mine, theirs]) {
    expect(visit.complaints).toEqual([]);
    await visit.close();
  }
}, 180_000);

test("where nobody can be told, nothing is shown and the ticket works", async () => {
  const { number } = await desk.ticket("On one's own");
  const visit = await desk.visit("/settings");
  let asked = 0;
  await visit.page.route("**/api/v1/presence", (route) => {
    asked += 1;
    return route.fulfill({ status: 403, contentType: "application/problem+json", body: JSON.stringify({ code: "forbidden", detail: "no" }) });
  });
  await visit.page.goto(`/inbox/all/${number}`);
  await visit.page.getByRole("article").first().waitFor();
  await expect.poll(() => asked).toBe(1);
  await visit.page.keyboard.press("r");
  await visit.page.getByText("Mail to Ann Lee").waitFor();
  await visit.page.keyboard.type("Still works.");
  await visit.page.getByText("Kept in this browser").waitFor();
  expect(asked).toBe(1);
  expect(await visit.page.locator(".present").count()).toBe(0);
  expect(visit.complaints).toEqual([]);
  await visit.close();
});
