import { expect, test } from "vitest";
import { dollars, microusd, money } from "./money";

test.each([
  [0, "0 ¢"],
  [1, "0.0001 ¢"],
  [4_312, "0.43 ¢"],
  [10_000, "1 ¢"],
  [123_456, "12.3 ¢"],
  [1_000_000, "$1.00"],
  [12_345_678, "$12.35"],
])("%d micro-dollars are %s", (sum, shown) => {
  expect(money(sum, "en-US")).toBe(shown);
});

test.each([
  ["", null],
  [" 5 ", 5_000_000],
  ["0.25", 250_000],
  ["0,25", 250_000],
  ["five", NaN],
  ["-1", NaN],
  ["1e9", NaN],
] as const)("typed %j is %s micro-dollars", (typed, sum) => {
  expect(microusd(typed)).toBe(sum);
});

test("what is shown for typing is read as the same sum", () => {
  for (const sum of [0, 1, 250_000, 5_000_000]) expect(microusd(dollars(sum))).toBe(sum);
  expect(dollars(null)).toBe("");
});
