import { expect, test } from "vitest";
import type { Message, Schemas } from "../api/client";
import { ticket } from "../lib/fixtures";
import { cited, offerOf, situation, type Draft } from "./state";

type Triage = Schemas["TriageView"];
const NOW = Date.parse("2026-11-21T12:00:00Z");

const mail = (part: Partial<Message> = {}) =>
  ({ id: "msg_1", author: "customer", visibility: "public", automatic: null, created_at: "2026-11-21T11:59:50Z", ...part }) as unknown as Message;
const judged = (part: Partial<Triage> = {}) => ({ message: "msg_1", suspicions: [], fallback: null, fallback_reason: null, no_draft: null, ...part }) as unknown as Triage;
const passage = { passage: "art_1#1", article: "art_1", title: "Refunds", headings: [], text: "…", language: "en" };
const draft = (part: Partial<Draft> = {}) =>
  ({ id: "drf_1", answers: "msg_1", state: "suggested", engine: "model", unsupported: 0, sentences: [], passages: [passage], removed: [], ...part }) as unknown as Draft;

const base = { ticket: ticket({ id: "tkt_1" }), messages: [mail()], drafts: [] as Draft[], found: [] as Triage[], now: NOW };

test.each([
  ["is being made while triage has not seen the last mail", {}, "pending"],
  ["is not waited for after a while", { messages: [mail({ created_at: "2026-11-21T11:00:00Z" })] }, "none"],
  ["is not waited for when we spoke last", { messages: [mail(), mail({ id: "msg_2", author: "agent" })], found: [judged()] }, "none"],
  ["is not waited for when a machine wrote", { messages: [mail({ automatic: "auto_reply" })] }, "none"],
  ["is ready while it is open", { drafts: [draft()], found: [judged()] }, "ready"],
  ["failed with a reason", { found: [judged({ no_draft: "the model declined" })] }, "failed"],
  ["is stale once something newer arrived", { drafts: [draft({ state: "stale" })], found: [judged()] }, "stale"],
  ["is settled once it was dismissed", { drafts: [draft({ state: "dismissed" })], found: [judged()] }, "settled"],
  ["is the open one, not an older one", { drafts: [draft(), draft({ id: "drf_0", state: "dismissed" })], found: [judged()] }, "ready"],
] as const)("a draft %s", (_, part, phase) => {
  expect(situation({ ...base, ...(part as Partial<typeof base>) }).phase).toBe(phase);
});

test.each([
  ["nothing speaks against it", draft(), judged(), [], []],
  ["rules wrote it because the model did not", draft({ engine: "rules" }), judged({ fallback: "no answer in time" }), [], ["rules"]],
  ["rules wrote it because no model is there", draft({ engine: "rules" }), judged(), [], []],
  ["the budget of the day is spent", draft({ engine: "rules" }), judged({ fallback: "spent", fallback_reason: "over_budget" }), [], ["over_budget"]],
  ["the mail is suspect", draft(), judged({ suspicions: ["talks to a machine"] }), [], ["suspect"]],
  ["triage is not sure", draft(), judged(), ["needs-triage"], ["low_confidence"]],
  ["it has no sources", draft({ passages: [], unsupported: 2 }), judged(), [], ["no_sources"]],
  ["one sentence has none", draft({ unsupported: 1 }), judged(), [], ["unsupported"]],
  ["something was taken out", draft({ removed: [{ kind: "link", shown: "https://" }] }), judged(), [], ["removed"]],
] as const)("it is said when %s", (_, open, found, tags, notes) => {
  const known = { ...base, ticket: ticket({ id: "tkt_1", tags: [...tags] }), drafts: [open], found: [found] };
  expect(situation(known).notes).toEqual(notes);
});

test("a sentence is numbered by the passages of its draft", () => {
  const second = { ...passage, passage: "art_2#4" };
  const sentence = { sources: [{ kind: "passage", passage: "art_2#4" }, { kind: "ticket" }] } as unknown as Parameters<typeof cited>[0];
  expect(cited(sentence, [passage, second]).map(({ number }) => number)).toEqual([2]);
});

test("what is offered is the open draft, or words that came with the ticket and never had one", () => {
  const told = { ...base, ticket: ticket({ id: "tkt_1", suggested_reply: "From the ticket" }), found: [judged()] };
  const offer = (drafts: Draft[]) => offerOf(told.ticket, situation({ ...told, drafts }));
  expect(offer([draft({ text: "From the draft" })])).toEqual({ id: "drf_1", text: "From the draft" });
  expect(offer([])).toEqual({ id: null, text: "From the ticket" });
  expect(offer([draft({ state: "dismissed" })])).toBeNull();
  expect(offerOf(told.ticket, null)).toBeNull();
});
