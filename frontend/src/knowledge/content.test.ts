import { expect, test } from "vitest";
import type { Article } from "../api/knowledge";
import { asTyped, contentOf } from "./content";

const article = { id: "art_1", title: "Refunds", body: "# Refunds\n", language: "und", url: null, tags: ["billing", "money"], public: false } as unknown as Article;

test("what is not changed is sent as it was", () => {
  expect(contentOf(asTyped(article))).toEqual({ title: "Refunds", body: "# Refunds\n", language: "und", url: null, tags: ["billing", "money"], public: false });
});

test("tags are split at commas, each once, and blanks are left out", () => {
  expect(contentOf({ ...asTyped(null), tags: " billing, , money,billing " }).tags).toEqual(["billing", "money"]);
});

test("a new article may be quoted unless it is said otherwise", () => {
  expect(contentOf(asTyped(null)).public).toBe(true);
});
