import { expect, test } from "vitest";
import { initials, readAddress, strangers, tint } from "./people";

test("initials come from the first and the last name", () => {
  expect(initials("Lucía de la Ortega")).toBe("LO");
  expect(initials("\"Whitaker, Tom\"")).toBe("WT");
  expect(initials("ann@example.com")).toBe("AC");
  expect(initials("  ")).toBe("?");
});

test("a tint stays the same for a person", () => {
  expect(tint("ann@example.com")).toBe(tint("ann@example.com"));
  expect(tint("😀")).toBeLessThan(8);
});

test.each([
  ["ann@example.com", { name: null, email: "ann@example.com" }],
  ["Ann Lee <ann@example.com>,", { name: "Ann Lee", email: "ann@example.com" }],
  ['"Lee, Ann" <ann@example.com>', { name: "Lee, Ann", email: "ann@example.com" }],
  ["ann", null],
  ["a@b.c, d@e.f", null],
  ["ann@example.com\nBcc: x@y.z", null],
])("typed %j is read as %j", (typed, read) => {
  expect(readAddress(typed)).toEqual(read);
});

test("strangers are those nobody has seen, whatever the case", () => {
  const list = [{ email: "Ann@Example.com" }, { email: "new@example.com" }];
  expect(strangers(list, ["ann@example.com", null])).toEqual([{ email: "new@example.com" }]);
});
