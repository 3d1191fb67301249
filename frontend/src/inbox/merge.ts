// New answers of the server meet a list that somebody is reading.
//
// Invariant: nothing on the screen moves by itself; rows change in place, and what would move them waits to be asked for.
import type { Ticket } from "../api/client";

export interface Merged {
  /** The rows in the order they had, with what is known now. */
  rows: Ticket[];
  /** How many tickets are new, have moved to the top or have left. */
  waiting: number;
}

/**
 * Brings changed tickets (`head`) into the rows on the screen. `waiting` counts those the list does not show, those that
 * changed since and would now stand above the first unchanged row, and those that do not belong (`stays`) any more.
 */
export function merge(
  rows: readonly Ticket[],
  head: readonly Ticket[],
  stays: (ticket: Ticket) => boolean = () => true,
): Merged {
  const known = new Map(rows.map((row) => [row.id, row]));
  const fresh = new Map(head.map((ticket) => [ticket.id, ticket]));
  const merged = rows.map((row) => newer(row, fresh.get(row.id)));
  const waiting = head.filter((ticket) => {
    const row = known.get(ticket.id);
    const belongs = stays(ticket);
    if (row === undefined) return belongs;
    return ticket.version > row.version && (!belongs || ticket.public_count > row.public_count);
  });
  return { rows: merged, waiting: waiting.length };
}

function newer(row: Ticket, other: Ticket | undefined): Ticket {
  return other && other.version > row.version ? other : row;
}

/**
 * The row one step from `id`. When `id` has left the list, the step is taken from the gap it left at `gap`: the row that came
 * after it, or the one before.
 */
export function neighbour(ids: readonly string[], id: string | null, step: 1 | -1, gap = 0): string | null {
  if (ids.length === 0) return null;
  const at = id === null ? -1 : ids.indexOf(id);
  if (at < 0) return ids[Math.min(ids.length - 1, Math.max(0, step === 1 ? gap : gap - 1))] ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))] ?? null;
}

/** Where to go when `id` is about to leave the list; null when it was the last one. */
export function successor(ids: readonly string[], id: string): string | null {
  const at = ids.indexOf(id);
  return ids[at + 1] ?? (at > 0 ? (ids[at - 1] ?? null) : null);
}

/** All ids between two rows, both included. */
export function range(ids: readonly string[], from: string, to: string): string[] {
  const ends = [ids.indexOf(from), ids.indexOf(to)].sort((a, b) => a - b);
  const [first, last] = ends;
  if (first === undefined || last === undefined || first < 0) return [to];
  return ids.slice(first, last + 1);
}
