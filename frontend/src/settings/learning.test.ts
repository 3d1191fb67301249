import { expect, test } from "vitest";
import type { Report } from "../api/learning";
import { acting, mistakes, percent } from "./learning";

const report = (part: Partial<Report>): Report => ({
  cases: 10,
  accuracy: 0.8,
  macro_f1: 0.7,
  calibration_error: 0.1,
  categories: [],
  confusion: [],
  calibration: [],
  thresholds: [],
  ...part,
});

test("a share of nothing is a dash", () => {
  expect(percent(0, 0, "en")).toBe("–");
  expect(percent(Number.NaN, 3, "en")).toBe("–");
  expect(percent(0.806, 10, "en")).toBe("81%");
  expect(percent(0.997, 1_000, "en")).toBe("99.7%");
  expect(percent(1, 10, "en")).toBe("100%");
});

test("mistakes are told most often first, without what was right", () => {
  const cell = (expected: string, predicted: string, tickets: number) => ({ expected, predicted, tickets });
  const found = mistakes(report({ confusion: [cell("a", "a", 9), cell("a", "b", 1), cell("b", "a", 3), cell("c", "a", 0)] }));
  expect(found).toEqual([cell("b", "a", 3), cell("a", "b", 1)]);
});

test("the row that is acted by is the last that is not above the threshold", () => {
  const rows = [0.5, 0.6, 0.7].map((threshold) => ({ threshold, automatic: 1, wrong: 0, coverage: 0.1, wrong_at_least: 0, wrong_at_most: 1 }));
  expect(acting(report({ thresholds: rows }), 0.65)).toBe(1);
  expect(acting(report({ thresholds: rows }), 0.7)).toBe(2);
  expect(acting(report({ thresholds: rows }), 0.4)).toBe(-1);
});
