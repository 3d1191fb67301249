import { expect, test } from "vitest";
import { pages, pathOf, unfit } from "./files";

const file = (name: string, size = 10, webkitRelativePath = "") => ({ name, size, webkitRelativePath });

test.each([
  [file("refunds.md"), "refunds.md"],
  [file("refunds.md", 10, "help/de/refunds.md"), "de/refunds.md"],
  [file("refunds.md", 10, "help/refunds.md"), "refunds.md"],
])("the path of %o is %s", (one, path) => {
  expect(pathOf(one)).toBe(path);
});

test.each([
  [file("a.md"), null],
  [file("A.MDX"), null],
  [file("a.pdf"), "kind"],
  [file("a.md", 0), "empty"],
  [file("a.md", 262_144), null],
  [file("a.md", 262_145), "large"],
])("what is wrong with %o is %s", (one, why) => {
  expect(unfit(one)).toBe(why);
});

test("of a folder only pages are taken", () => {
  const found = pages([file("a.md", 1, "h/a.md"), file("logo.png", 1, "h/logo.png"), file("b.md", 1, "h/.git/b.md")]);
  expect(found.map((one) => one.name)).toEqual(["a.md"]);
});
