import { expect, test } from "vitest";
import { readingsOf } from "./translation";

type Found = Parameters<typeof readingsOf>[0][number];

function found(message: string, reading: Partial<NonNullable<Found["reading"]>> | null, language = "nl"): Found {
  const full = reading && { provider: "anthropic", model: "m", summary: "", needs_human_reason: null, stated_confidence: 1, translation_en: null, ...reading };
  return { message, reading: full, rules: { language }, model: null } as unknown as Found;
}

test.each([
  ["nobody translated it", found("msg_1", { summary: "A refund" }), undefined],
  ["no model was asked", found("msg_1", null), undefined],
  ["there is nothing in it", found("msg_1", { translation_en: "  " }), undefined],
  ["a model translated it", found("msg_1", { translation_en: " Hello " }), { text: "Hello", from: "nl" }],
  ["its language is not known", found("msg_1", { translation_en: "Hello" }, "und"), { text: "Hello", from: null }],
] as const)("the translation of a message when %s", (_, one, expected) => {
  expect(readingsOf([one]).translations.get("msg_1")).toEqual(expected);
});

test("the newest summary stands, and a message without one keeps the one before", () => {
  const list = [found("msg_1", { summary: "A refund" }), found("msg_2", { summary: "A refund, and a bug" }), found("msg_3", null)];
  expect(readingsOf(list).summary).toBe("A refund, and a bug");
  expect(readingsOf([]).summary).toBeNull();
});
