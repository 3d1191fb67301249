import { expect, test } from "vitest";
import { columnsOf, tiersOf, tiersText } from "./sources";

test.each([
  ["plan, created_at", ["plan", "created_at"]],
  [" plan\nplan  seats ", ["plan", "seats"]],
  ["", []],
])("columns of %j are %j", (typed, columns) => {
  expect(columnsOf(typed)).toEqual(columns);
});

test("plans are read line by line, and what says nothing is left out", () => {
  expect(tiersOf("team-2024 = enterprise\n\nfree=\n= x\nsolo = pro = plus")).toEqual({ "team-2024": "enterprise", solo: "pro = plus" });
});

test("plans are shown as they are read", () => {
  const tiers = { "team-2024": "enterprise", solo: "pro" };
  expect(tiersOf(tiersText(tiers))).toEqual(tiers);
});
