// Who else is at which ticket, as the server said last, and where the agent of this window is.
//
// Invariant: who is told here is told for one beat at most; when nothing is heard any more, nobody is shown.
import { useSyncExternalStore } from "react";
import type { Schemas } from "../api/client";

export type Doing = Schemas["Doing"];

export interface Somebody {
  agent: string;
  name: string;
  doing: Doing;
}

/** Where the agent of this window is; no ticket when at none. */
export interface Place {
  ticket: string | null;
  doing: Doing;
}

const NOBODY: readonly Somebody[] = [];
let present: ReadonlyMap<string, readonly Somebody[]> = new Map();
const readers = new Set<() => void>();

/** Takes what the server said. A ticket at which nothing changed keeps its list, so that its row is not drawn again. */
export function hear(all: readonly Schemas["PresenceView"][]): void {
  const next = new Map<string, readonly Somebody[]>();
  for (const { ticket, agent, name, doing } of all) next.set(ticket, [...(next.get(ticket) ?? []), { agent, name, doing }]);
  for (const [ticket, people] of next) {
    const before = present.get(ticket);
    if (before && JSON.stringify(before) === JSON.stringify(people)) next.set(ticket, before);
  }
  present = next;
  for (const reader of readers) reader();
}

export function presentAt(ticket: string): readonly Somebody[] {
  return present.get(ticket) ?? NOBODY;
}

/** Everybody else at a ticket: those who write first. */
export function usePresent(ticket: string): readonly Somebody[] {
  return useSyncExternalStore(
    (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
    () => presentAt(ticket),
  );
}

let place: Place = { ticket: null, doing: "viewing" };
let follower: ((place: Place) => void) | null = null;

/** Says where the agent is now. */
export function goTo(next: Place): void {
  if (next.ticket === place.ticket && next.doing === place.doing) return;
  place = next;
  follower?.(place);
}

/** Tells every move from here on, and where the agent is now. */
export function followMoves(follow: (place: Place) => void): Place {
  follower = follow;
  return place;
}
