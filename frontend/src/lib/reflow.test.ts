import { expect, test } from "vitest";
import { isTabular, reflow } from "./reflow";

test("lines broken at a width are joined, lines that end by themselves are not", () => {
  const text = [
    "What I expect: 412 cards on both sides.",
    "What I get: the phone shows 371 cards and the message SYNC-409. After the",
    "next sync they are missing in the browser as well.",
    "",
    "Kind regards",
    "Tom",
  ].join("\n");
  expect(reflow(text)).toBe(
    [
      "What I expect: 412 cards on both sides.",
      "What I get: the phone shows 371 cards and the message SYNC-409. After the next sync they are missing in the browser as well.",
      "",
      "Kind regards",
      "Tom",
    ].join("\n"),
  );
});

test("short texts and texts without a fixed width stay as they are", () => {
  for (const text of ["Hello\nAnn", `${"long ".repeat(40)}\nnext`, ""]) expect(reflow(text)).toBe(text);
});

test("lists, quotes, indented lines and addresses begin a line of their own", () => {
  const wide = "This line is so long that the next word of it would not have fitted here";
  for (const next of ["- one", "* one", "1. one", "> quoted words", "  at line 3", "https://example.com/a"]) {
    expect(reflow(`${wide}\n${next}`)).toBe(`${wide}\n${next}`);
  }
});

test("tables and drawings are left alone and known", () => {
  const table = "item              amount     price of one\npaper                  3            12.00";
  expect(isTabular(table)).toBe(true);
  expect(reflow(table)).toBe(table);
  expect(isTabular("+----+----+\n| a  | b  |\n+----+----+")).toBe(true);
  expect(isTabular("Hello,\n\nit works.")).toBe(false);
});
