import { expect, test, beforeAll, afterAll } from "vitest";
import { Desk } from "./desk.ts";
let desk: Desk;
beforeAll(async () => { desk = await Desk.start(); });
afterAll(async () => { await desk.stop(); });
test("look", async () => {
  const visit = await desk.visit("/");
  await visit.page.getByRole("link", { name: /Rechnung Oktober/ }).waitFor();
  await visit.page.screenshot({ path: "/tmp/fe-1.png" });
  await visit.page.getByRole("link", { name: /SYNC-409/ }).click();
  await visit.page.getByRole("heading", { name: /SYNC-409/ }).waitFor();
  await visit.page.waitForTimeout(1000);
  await visit.page.screenshot({ path: "/tmp/fe-2.png" });
  await visit.page.keyboard.press("r");
  await visit.page.keyboard.type("Hello Tom,\n\nwe are looking into it.");
  await visit.page.waitForTimeout(500);
  await visit.page.screenshot({ path: "/tmp/fe-3.png" });
  expect(visit.complaints).toEqual([]);
});
