import { expect, test } from "vitest";
import { readViews, withView, type View } from "./views";

const urgent: View = { name: "Urgent", queue: "open", search: { priority: "urgent" } };

test("a view is found again as it was stored", () => {
  expect(readViews(JSON.stringify([urgent]))).toEqual([urgent]);
});

test("what is broken, nameless or of an unknown queue is left out", () => {
  const stored = [urgent, null, 7, { name: " ", queue: "open" }, { name: "x", queue: "nowhere" }, { name: "Plain", queue: "all", search: { priority: "huge" } }];
  expect(readViews(JSON.stringify(stored))).toEqual([urgent, { name: "Plain", queue: "all", search: {} }]);
  expect(readViews("{")).toEqual([]);
  expect(readViews('{"name":"x"}')).toEqual([]);
});

test("a name that is there gets its new meaning", () => {
  const again: View = { name: "Urgent", queue: "mine", search: {} };
  expect(withView([urgent], again)).toEqual([again]);
});
