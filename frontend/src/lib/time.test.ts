import { expect, test } from "vitest";
import { ago } from "./time";

const now = Date.parse("2026-11-20T12:00:00Z");

test.each([
  ["2026-11-20T11:59:30Z", "now"],
  ["2026-11-20T11:55:00Z", "5m"],
  ["2026-11-20T09:00:00Z", "3h"],
  ["2026-11-18T12:00:00Z", "2d"],
  ["2026-10-01T12:00:00Z", "Oct 1"],
  ["2025-10-01T12:00:00Z", "Oct 1, 2025"],
])("%s is %s", (then, short) => {
  expect(ago(then, now, "en")).toBe(short);
});

test("a clock that runs behind shows no negative time", () => {
  expect(ago("2026-11-20T12:05:00Z", now, "en")).toBe("now");
});
