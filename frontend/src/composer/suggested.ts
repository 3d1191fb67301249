// A draft with what supports it, as the composer shows it. Invariant: nothing is shown as supported that does not say so.
import type { Ticket } from "../api/client";

export interface SuggestedSentence {
  text: string;
  supported: boolean;
  /** Why nothing supports it; empty when that is not said. */
  why: string;
  /** Numbers of its sources, from 1. */
  sources: readonly number[];
}

export interface Suggested {
  text: string;
  /** Empty when it is not known sentence by sentence. */
  sentences: readonly SuggestedSentence[];
  sources: readonly { title: string; url: string | null }[];
}

/** The draft of a ticket: so far its words alone. */
export function suggestedOf(ticket: Ticket): Suggested | null {
  return ticket.suggested_reply ? { text: ticket.suggested_reply, sentences: [], sources: [] } : null;
}
