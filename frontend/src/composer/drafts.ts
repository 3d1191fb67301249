// What is being written survives a reload. Invariant: a draft belongs to one ticket and one agent of this browser.
import type { Address } from "../api/client";

export type Mode = "reply" | "note";

export interface AttachedFile {
  upload: string;
  name: string;
  size: number;
}

export interface Draft {
  mode: Mode;
  /** Reply and note are kept apart: the words of one never become the other by a change of mode. */
  reply: string;
  /** The reply as HTML when it has formats; empty when its words say it all. */
  html: string;
  note: string;
  /** Recipients as edited; null while they are those of the message being answered. */
  to: Address[] | null;
  cc: Address[];
  bcc: Address[];
  all: boolean;
  files: AttachedFile[];
  /** Whether public history is quoted below; null as the organisation has it. */
  quote: boolean | null;
  /** Id of the suggested draft the reply was begun from; null when it was not. */
  draft: string | null;
  /** Canned responses whose words were taken into the reply. */
  canned: string[];
  /** Public messages of the ticket when the reply was begun; null before the first letter. */
  seen: number | null;
}

export const EMPTY: Draft = {
  mode: "reply",
  reply: "",
  html: "",
  note: "",
  to: null,
  cc: [],
  bcc: [],
  all: false,
  files: [],
  quote: null,
  draft: null,
  canned: [],
  seen: null,
};

type Keep = Pick<Storage, "getItem" | "setItem" | "removeItem">;

function name(agent: string, ticket: string): string {
  return `lambdesk.draft.${agent}.${ticket}`;
}

export function hasWords(draft: Draft): boolean {
  return draft.reply.trim() !== "" || draft.note.trim() !== "" || draft.files.length > 0;
}

/** The draft of a ticket; an empty one when there is none or it cannot be read. */
export function readDraft(keep: Keep, agent: string, ticket: string): Draft {
  try {
    const text = keep.getItem(name(agent, ticket));
    const value: unknown = text === null ? null : JSON.parse(text);
    // What a draft of an earlier version lacks is empty.
    return isDraft(value) ? { ...EMPTY, ...value } : EMPTY;
  } catch {
    return EMPTY;
  }
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== "object" || value === null) return false;
  const draft = value as Partial<Draft>;
  return (
    (draft.mode === "reply" || draft.mode === "note") &&
    typeof draft.reply === "string" &&
    typeof draft.note === "string" &&
    Array.isArray(draft.files) &&
    Array.isArray(draft.cc) &&
    Array.isArray(draft.bcc)
  );
}

/** Stores a draft, or forgets it when nothing is written. Gives whether it is safe. */
export function writeDraft(keep: Keep, agent: string, ticket: string, draft: Draft): boolean {
  try {
    if (hasWords(draft)) keep.setItem(name(agent, ticket), JSON.stringify(draft));
    else keep.removeItem(name(agent, ticket));
    return true;
  } catch {
    return false;
  }
}
