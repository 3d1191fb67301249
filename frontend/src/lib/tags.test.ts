import { expect, test } from "vitest";
import { tagged, untagged } from "./tags";

test("a tag is added once", () => {
  expect(tagged(["spam"], "spam")).toEqual(["spam"]);
  expect(tagged(["x"], "spam")).toEqual(["x", "spam"]);
});

test("taking a tag away leaves those of others", () => {
  expect(untagged(["x", "spam", "y"], "spam")).toEqual(["x", "y"]);
  expect(untagged(["x"], "spam")).toEqual(["x"]);
});
