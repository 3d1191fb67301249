import { expect, test } from "vitest";
import { nextPoll } from "./poll";

test("a visible page asks at its pace and waits longer after failures", () => {
  expect(nextPoll(4_000, false, 0)).toBe(4_000);
  expect(nextPoll(4_000, false, 2)).toBe(16_000);
  expect(nextPoll(4_000, false, 99)).toBe(60_000);
});

test("a hidden page asks once a minute", () => {
  expect(nextPoll(4_000, true, 0)).toBe(60_000);
});
