// Two people change one ticket. Invariant: nobody's change is overwritten unseen.
import type { PatchTicket, Ticket } from "../api/client";

export type Field = "status" | "priority" | "category" | "subject" | "assignee" | "assigned_team" | "tags";
const FIELDS: readonly Field[] = ["status", "priority", "category", "subject", "assignee", "assigned_team", "tags"];

export interface Difference {
  field: Field;
  /** What it was when the change was begun. */
  before: string;
  /** What somebody else made of it. */
  theirs: string;
  /** What the change would make of it; the same as `theirs` when it does not touch the field. */
  mine: string;
}

/** What differs between the ticket a change was begun on and the ticket as it is, and what the change touches of it. */
export function differences(base: Ticket, now: Ticket, patch: PatchTicket): Difference[] {
  return FIELDS.flatMap((field) => {
    const before = word(base[field]);
    const theirs = word(now[field]);
    if (before === theirs) return [];
    return [{ field, before, theirs, mine: field in patch ? word(patch[field]) : theirs }];
  });
}

/** Whether somebody else changed what the change would change: then a person decides. */
export function collides(base: Ticket, now: Ticket, patch: PatchTicket): boolean {
  return differences(base, now, patch).some(({ field, mine, theirs }) => field in patch && mine !== theirs);
}

function word(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).sort().join(", ");
  return typeof value === "string" ? value : "";
}
