import { expect, test } from "vitest";
import de from "./de.json";
import en from "./en.json";

function flat(value: object, path = ""): [string, string][] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    typeof inner === "string" ? [[path + name, inner] as [string, string]] : flat(inner as object, `${path}${name}.`),
  );
}

const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

test("every text is in both languages, with the same places to fill", () => {
  const english = new Map(flat(en));
  const german = new Map(flat(de));
  expect([...german.keys()]).toEqual([...english.keys()]);
  for (const [key, text] of english) {
    expect(places(german.get(key) ?? ""), key).toEqual(places(text));
    expect(text.trim(), key).not.toBe("");
  }
});
