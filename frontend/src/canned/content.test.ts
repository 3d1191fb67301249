import { expect, test } from "vitest";
import type { Canned } from "../api/canned";
import { asksForCanned, asTyped, contentOf, glance, offered } from "./content";

const canned = (part: Partial<Canned>): Canned => ({
  id: "can_1",
  name: "Refund",
  shortcut: "refund",
  body: "Hello",
  language: "en",
  enabled: true,
  uses: 0,
  version: 1,
  updated_at: "2026-11-20T10:00:00Z",
  ...part,
});

test("what is typed is what is read, and an empty field is not said", () => {
  const one = canned({ language: "und", category: null });
  expect(asTyped(one)).toMatchObject({ language: "", category: "" });
  expect(contentOf(asTyped(one))).toMatchObject({ language: "und", category: null, shortcut: "refund" });
  expect(contentOf({ ...asTyped(null), name: " A ", shortcut: " Refund " })).toMatchObject({ name: "A", shortcut: "refund", enabled: true });
});

test("those of the ticket's language and category come first, then those used most; switched-off ones never", () => {
  const all = [
    canned({ id: "fr", language: "fr", uses: 99 }),
    canned({ id: "any", language: "und" }),
    canned({ id: "de-other", language: "de", uses: 5 }),
    canned({ id: "de-refund", language: "de-CH", category: "refund-request" }),
    canned({ id: "off", language: "de", enabled: false }),
  ];
  const ids = offered(all, { language: "de", category: "refund-request" }).map((one) => one.id);
  expect(ids).toEqual(["de-refund", "de-other", "any", "fr"]);
});

test("a look at the words shows no variables", () => {
  expect(glance("Hello {{contact.first_name|there}},\n\nabout #{{ticket.number}}: {{contact.name|}}bye")).toBe("Hello there, about #…: bye");
});

test.each([
  ["", true],
  ["Hello ", true],
  ["Hello\n", true],
  ["and", false],
  ["https:", false],
])("a slash behind %j asks for one: %s", (before, asks) => {
  expect(asksForCanned(before)).toBe(asks);
});
