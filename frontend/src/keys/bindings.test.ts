import { expect, test } from "vitest";
import { clashes, keysOf, readBindings } from "./bindings";
import { ACTION_IDS, entryOf, twinLetter } from "./catalogue";

test("an action has the keys of the catalogue until it is given others", () => {
  expect(keysOf("resolve", {})).toEqual(["e"]);
  expect(keysOf("resolve", { resolve: ["q"] })).toEqual(["q"]);
  expect(keysOf("resolve", { resolve: [] })).toEqual([]);
});

test("stored keys that are broken or of unknown actions are left out", () => {
  expect(readBindings("{nonsense")).toEqual({});
  expect(readBindings('{"resolve":["q"],"fly":["f"],"take":7,"note":[1]}')).toEqual({ resolve: ["q"] });
});

test("a key given twice is told to both", () => {
  expect(clashes("resolve", { resolve: ["j"] })).toEqual(["next"]);
  expect(clashes("next", { resolve: ["j"] })).toEqual(["resolve"]);
});

test("from the start no key is given twice but Escape", () => {
  const seen = new Map<string, string>();
  for (const id of ACTION_IDS) {
    for (const key of entryOf(id).keys) {
      if (key !== "escape") expect(seen.get(key), `${key} of ${id}`).toBeUndefined();
      seen.set(key, id);
    }
  }
});

test("no key of the catalogue needs Alt, which menus of browsers and layouts need", () => {
  expect(ACTION_IDS.flatMap((id) => entryOf(id).keys).filter((key) => key.includes("alt"))).toEqual([]);
});

test("inside a text a letter has a twin", () => {
  expect(twinLetter("mod+shift+e")).toBe("e");
  expect(twinLetter("mod+shift+enter")).toBeNull();
  expect(twinLetter("mod+e")).toBeNull();
});
