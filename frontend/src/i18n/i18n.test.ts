import { expect, test } from "vitest";
import de from "./de.json";
import deMore from "./de.more.json";
import en from "./en.json";
import enMore from "./en.more.json";

function flat(value: object, path = ""): [string, string][] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    typeof inner === "string" ? [[path + name, inner] as [string, string]] : flat(inner as object, `${path}${name}.`),
  );
}

const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

test.each([
  ["of the first load", en, de],
  ["of later ones", enMore, deMore],
])("every text %s is in both languages, with the same places to fill", (_, one, other) => {
  const english = new Map(flat(one));
  const german = new Map(flat(other));
  expect([...german.keys()]).toEqual([...english.keys()]);
  for (const [key, text] of english) {
    expect(places(german.get(key) ?? ""), key).toEqual(places(text));
    expect(text.trim(), key).not.toBe("");
  }
});

test("a text is in one file only", () => {
  const first = new Set(flat(en).map(([key]) => key));
  expect(flat(enMore).filter(([key]) => first.has(key))).toEqual([]);
});
