import { expect, test } from "vitest";
import type { Message } from "../api/client";
import { correction, isCorrectable, opening, otherSender } from "./sender";

function message(part: Partial<Message>): Message {
  return {
    id: "msg_1",
    ticket: "tkt_1",
    author: "customer",
    visibility: "public",
    from: { name: "Wrong", email: "wrong@example.com" },
    to: [],
    cc: [],
    bcc: [],
    subject: "Help",
    truncated: false,
    attachments: [],
    matched_by: "new_ticket",
    sender: { trust: "unknown", verdicts: {} },
    warnings: [],
    raw: true,
    quote_history: false,
    created_at: "2026-11-20T10:00:00Z",
    version: 1,
    ...part,
  };
}

const sent = { state: "sent", attempts: 1 } as unknown as NonNullable<Message["delivery"]>;

test.each([
  ["a customer's mail", {}, true],
  ["a colleague's mail", { author: "agent" }, true],
  ["a reply of ours", { author: "agent", delivery: sent }, false],
  ["a note", { author: "agent", visibility: "note" }, false],
  ["an answer of a machine", { author: "ai" }, false],
] as const)("whether the sender of %s can be corrected", (_, part, expected) => {
  expect(isCorrectable(message(part))).toBe(expected);
});

test("the palette corrects the mail that decides whose ticket it is", () => {
  const note = message({ id: "note", visibility: "note" });
  const first = message({ id: "first" });
  expect(opening([note, first, message({ id: "later" })])?.id).toBe("first");
  expect(opening([message({ author: "agent", delivery: sent }), first])).toBeNull();
  expect(opening([])).toBeNull();
});

test("a correction without a name leaves the name to the contact", () => {
  expect(correction(" ann@example.com ", "  ")).toEqual({ email: "ann@example.com" });
  expect(correction("ann@example.com", " Ann Right ")).toEqual({ email: "ann@example.com", name: "Ann Right" });
});

const named = (email: string) => message({ from: { name: null, email } });

test.each([
  ["nobody touched it", named("wrong@example.com"), null],
  ["somebody else named another", named("bo@example.com"), "bo@example.com"],
  ["somebody else said the same", named("ann@example.com"), null],
  ["the mail is not there any more", undefined, null],
] as const)("a correction meets another one when %s", (_, now, expected) => {
  expect(otherSender(message({}), now, " Ann@example.com ")?.email ?? null).toBe(expected);
});
