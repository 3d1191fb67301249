// The queues of the inbox and the filters on top of them.
//
// Invariant: what a queue shows is said here once, both as a question to the API and as a test of one ticket.
import type { Priority, Schemas, Sentiment, Status, Ticket } from "../api/client";

/** Statuses in which the next move is ours. */
export const ACTIVE: readonly Status[] = ["open", "pending", "in_progress"];
export const STATUSES: readonly Status[] = [
  "open",
  "pending",
  "in_progress",
  "waiting_on_customer",
  "resolved",
  "closed",
];
export const PRIORITIES: readonly Priority[] = ["urgent", "high", "medium", "low"];
export const SENTIMENTS: readonly Sentiment[] = ["frustrated", "negative", "neutral", "positive"];
export const TRIAGE_TAG = "needs-triage";
export const DISAGREED_TAG = "disagreed";

export const QUEUES = ["open", "mine", "unassigned", "triage", "disagreed", "waiting", "resolved", "all", "quarantine"] as const;
export type Queue = (typeof QUEUES)[number];

/** Filters an agent adds; they live in the address. */
export interface Search {
  q?: string;
  status?: Status;
  priority?: Priority;
  team?: string;
  assignee?: string;
  category?: string;
  sentiment?: Sentiment;
  tag?: string;
}

/** A question to `GET /api/v1/tickets`. */
export interface TicketQuery {
  status?: string;
  assignee?: string;
  tag?: string;
  q?: string;
  priority?: string;
  assigned_team?: string;
  category?: string;
  sentiment?: string;
  quarantined?: boolean;
  updated_since?: string;
}

const BASE: Record<Queue, TicketQuery> = {
  open: { status: ACTIVE.join(",") },
  mine: { status: ACTIVE.join(","), assignee: "me" },
  unassigned: { status: ACTIVE.join(","), assignee: "none" },
  triage: { status: ACTIVE.join(","), tag: TRIAGE_TAG },
  disagreed: { status: ACTIVE.join(","), tag: DISAGREED_TAG },
  waiting: { status: "waiting_on_customer" },
  resolved: { status: "resolved,closed" },
  all: {},
  quarantine: { quarantined: true },
};

export function isQueue(name: string): name is Queue {
  return (QUEUES as readonly string[]).includes(name);
}

/** The question for a queue with filters. A filter replaces what the queue says about the same thing. */
export function question(queue: Queue, search: Search): TicketQuery {
  const { team, ...rest } = search;
  return { ...BASE[queue], ...rest, ...(team ? { assigned_team: team } : {}) };
}

/** Whether a ticket (still) belongs into the answer to a question, as far as one ticket can tell. */
export function belongs(ticket: Ticket, query: TicketQuery, me: string | null): boolean {
  const held = ticket.quarantine != null;
  if (held !== (query.quarantined ?? false)) return false;
  if (query.status && !query.status.split(",").includes(ticket.status)) return false;
  if (query.assignee === "me" && ticket.assignee !== me) return false;
  if (query.assignee === "none" && ticket.assignee) return false;
  if (query.assignee && !["me", "none"].includes(query.assignee) && ticket.assignee !== query.assignee) return false;
  if (query.tag && !ticket.tags.includes(query.tag)) return false;
  if (query.priority && ticket.priority !== query.priority) return false;
  if (query.assigned_team && ![ticket.team, ticket.assigned_team].includes(query.assigned_team)) return false;
  if (query.sentiment && ticket.sentiment !== query.sentiment) return false;
  return !query.category || ticket.category === query.category;
}

/** How many tickets a queue holds: exact, or at least so many. */
export type Count = Schemas["CountView"];

/** Counts as the navigation shows them; what is not known is not there. */
export interface Counts extends Partial<Record<Queue, Count>> {
  undelivered?: Count;
  parked?: Count;
}

/** The counts of the API by the names of the queues. Null is what the caller has not or may not see. */
export function countsOf(view: Schemas["CountsView"]): Counts {
  const { open, unassigned, needs_triage: triage, disagreed, waiting, quarantine, mine, undelivered } = view;
  return {
    ...{ open, unassigned, triage, disagreed, waiting, quarantine },
    ...(mine ? { mine } : {}),
    ...(undelivered ? { undelivered } : {}),
  };
}

/** A count as it is shown: `12`, or `1000+` when there may be more. */
export function shown(count: Count | undefined): string {
  if (!count || (count.count === 0 && !count.capped)) return "";
  return `${count.count}${count.capped ? "+" : ""}`;
}

/** Whether any filter is set. */
export function isFiltered(search: Search): boolean {
  return Object.values(search).some((value) => value !== undefined && value !== "");
}

/** Reads filters from an address; what is unknown is dropped. */
export function readSearch(raw: Record<string, unknown>): Search {
  const text = (name: string) => {
    const value = raw[name];
    const words = typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
    return words.trim().slice(0, 200) || undefined;
  };
  const word = <T extends string>(name: string, allowed: readonly T[]) => allowed.find((one) => one === text(name));
  const found = {
    q: text("q"),
    status: word("status", STATUSES),
    priority: word("priority", PRIORITIES),
    team: text("team"),
    assignee: text("assignee"),
    category: text("category"),
    sentiment: word("sentiment", SENTIMENTS),
    tag: text("tag"),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
