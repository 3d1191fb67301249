import { expect, test } from "vitest";
import type { Message } from "../api/client";
import { translationOf } from "./translation";

const message = (translation?: unknown) => ({ id: "msg_1", translation }) as unknown as Message;

test("a message without a translation has none", () => {
  for (const part of [undefined, null, "", "  ", {}, { text: "" }, 7]) expect(translationOf(message(part))).toBeNull();
});

test("a translation is a text, or a text and the language it was made from", () => {
  expect(translationOf(message("Hello"))).toEqual({ text: "Hello", from: null });
  expect(translationOf(message({ text: "Hello", from: "nl" }))).toEqual({ text: "Hello", from: "nl" });
});
