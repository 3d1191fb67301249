// Where the draft of an answer stands, and what an agent should know about it before using it.
//
// Invariant: a draft is offered only while it is open; everything that speaks against it is said beside it.
import type { Message, Schemas, Ticket } from "../api/client";
import { TRIAGE_TAG } from "../inbox/queues";

export type Draft = Schemas["DraftView"];
export type Sentence = Schemas["SentenceView"];
export type Passage = Schemas["QuotedView"];
type Triage = Schemas["TriageView"];

/** `pending`: still being made. `settled`: used or dismissed. */
export type Phase = "pending" | "ready" | "settled" | "stale" | "failed" | "none";

/** What speaks for a second look. */
export type Note = "rules" | "low_confidence" | "over_budget" | "suspect" | "no_sources" | "unsupported" | "removed";

export interface Situation {
  phase: Phase;
  /** The open draft, or the last one that there was. */
  draft: Draft | null;
  notes: readonly Note[];
  /** Why rules decided, or why there is no draft, in the words of the server. */
  why: string | null;
}

/** Longer than this no draft is waited for: the message was there before drafts were made, or its work is parked. */
const PATIENCE_MS = 3 * 60_000;

interface Known {
  ticket: Ticket;
  messages: readonly Message[];
  /** Newest first. */
  drafts: readonly Draft[];
  /** Oldest first. */
  found: readonly Triage[];
  now: number;
}

export function situation({ ticket, messages, drafts, found, now }: Known): Situation {
  const open = drafts.find((draft) => draft.state === "suggested") ?? null;
  const last = found.at(-1) ?? null;
  if (open) {
    const judged = found.find((one) => one.message === open.answers) ?? last;
    return { phase: "ready", draft: open, notes: notesOf(open, judged, ticket), why: judged?.fallback ?? null };
  }
  if (awaited(messages, found, now)) return { phase: "pending", draft: null, notes: [], why: null };
  const before = drafts[0] ?? null;
  const notes = last ? troubles(last) : [];
  if (last?.no_draft && before?.answers !== last.message) return { phase: "failed", draft: null, notes, why: last.no_draft };
  if (!before) return { phase: "none", draft: null, notes, why: last?.fallback ?? null };
  return { phase: before.state === "stale" ? "stale" : "settled", draft: before, notes: [], why: null };
}

/** What can be taken into a reply: the open draft, or words that came with the ticket and never had a draft. */
export function offerOf(ticket: Ticket, now: Situation | null): { id: string | null; text: string } | null {
  if (!now) return null;
  if (now.phase === "ready" && now.draft) return { id: now.draft.id, text: now.draft.text };
  return now.draft === null && ticket.suggested_reply ? { id: null, text: ticket.suggested_reply } : null;
}

/** Whether the newest message is a customer's that triage has not looked at yet. */
function awaited(messages: readonly Message[], found: readonly Triage[], now: number): boolean {
  const newest = messages.filter((message) => message.visibility === "public").at(-1);
  if (newest?.author !== "customer" || newest.automatic) return false;
  return !found.some((one) => one.message === newest.id) && now - Date.parse(newest.created_at) < PATIENCE_MS;
}

function notesOf(draft: Draft, judged: Triage | null, ticket: Ticket): Note[] {
  const notes = judged ? troubles(judged) : [];
  if (draft.engine !== "model" && judged?.fallback && !notes.includes("over_budget")) notes.push("rules");
  if (ticket.tags.includes(TRIAGE_TAG)) notes.push("low_confidence");
  if (draft.passages.length === 0 && draft.unsupported > 0) notes.push("no_sources");
  else if (draft.unsupported > 0) notes.push("unsupported");
  if (draft.removed.length > 0) notes.push("removed");
  return notes;
}

function troubles(judged: Triage): Note[] {
  const notes: Note[] = [];
  if (judged.suspicions.length > 0) notes.push("suspect");
  if (judged.fallback_reason === "over_budget") notes.push("over_budget");
  return notes;
}

/** The passages a sentence rests on, with their numbers in the list of the draft, from 1. */
export function cited(sentence: Sentence, passages: readonly Passage[]): { number: number; passage: Passage }[] {
  const ids = new Set(sentence.sources.map((source) => source.passage));
  return passages.flatMap((passage, index) => (ids.has(passage.passage) ? [{ number: index + 1, passage }] : []));
}
