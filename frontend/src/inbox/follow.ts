// Following a list: what changed since its rows were read, asked for by the moment of the change.
//
// Invariant: `base` and `changed` together hold every change that was seen since `base` was read, each ticket as it is now.
import type { Ticket } from "../api/client";
import type { TicketPage } from "../api/queries";
import { merge, type Merged } from "./merge";
import type { TicketQuery } from "./queues";

/** The list is looked at so long after a change at most: the server's index lags behind a little. */
const LAG_MS = 10_000;
/** The first page is read again after so long, for what no change tells: a ticket that was held back is in no other list. */
const WHOLE_MS = 60_000;
/** Changes that are kept; a reader who lets more of them wait sees the oldest of them late. */
const MOST = 500;

export interface News {
  /** The first page of the list, as it was read last. */
  base: TicketPage;
  /** When that was, in milliseconds of this browser. */
  baseAt: number;
  /** What changed since, whether it (still) belongs into the list or not, newest change first. */
  changed: Ticket[];
  /** The newest change seen, in milliseconds of the server, and when it was seen here; null when there was none. */
  seen: { change: number; at: number } | null;
  /** Every change before this moment of the server was seen; null when nothing is known. */
  from: number | null;
}

/** What is known when the first page was just read. */
export function begin(base: TicketPage, at: number): News {
  const change = latest(base.items);
  const seen = change === null ? null : { change, at };
  return { base, baseAt: at, changed: [], seen, from: change === null ? null : change - LAG_MS };
}

/**
 * The question for what changed. It leaves out what one ticket can tell by itself: a ticket that left the list has to be in
 * the answer as well as one that came.
 */
export function sinceThen(query: TicketQuery, news: News): TicketQuery {
  return {
    ...(query.q ? { q: query.q } : {}),
    ...(query.quarantined ? { quarantined: true } : {}),
    ...(news.from === null ? {} : { updated_since: new Date(news.from).toISOString() }),
  };
}

/** Whether the first page has to be read again: more changed than one answer holds, or it is old. */
export function wantsWhole(news: News, answer: TicketPage, now: number): boolean {
  return answer.next !== null || now - news.baseAt >= WHOLE_MS;
}

/** Adds an answer, and the first page where it was read again. The question left at `asked`; it is `now`. */
export function fold(before: News, answer: TicketPage, whole: TicketPage | null, asked: number, now: number): News {
  const base = whole ?? before.base;
  const listed = versions(base.items);
  const changed = unique([...before.changed, ...answer.items])
    .filter((ticket) => ticket.version > (listed.get(ticket.id) ?? 0))
    .sort(byChange)
    .slice(0, MOST);
  const change = latest(answer.items);
  const seen = change !== null && change > (before.seen?.change ?? 0) ? { change, at: now } : before.seen;
  return { base, baseAt: whole ? now : before.baseAt, changed, seen, from: upTo(before, seen, asked) };
}

/**
 * As much time went by at the server as here, so its clock showed at least the newest change and the time since that was
 * seen. The clocks are never compared. A burst of changes is so not asked for again and again when it is over.
 */
function upTo(before: News, seen: News["seen"], asked: number): number | null {
  if (seen === null) return null;
  return Math.max(before.from ?? 0, seen.change + Math.max(0, asked - seen.at) - LAG_MS);
}

/** The rows on the screen with what is news, and how many of them would come, go or move. */
export function meet(known: readonly Ticket[], news: News | undefined, stays: (ticket: Ticket) => boolean): Merged {
  const here = unique(known);
  const rows = here.filter(stays);
  if (!news) return { rows, waiting: 0 };
  const mine = versions(here);
  // An answer that was on its way while this browser changed the ticket is older than what is known.
  const fresh = unique([...news.base.items, ...news.changed]).filter((ticket) => ticket.version >= (mine.get(ticket.id) ?? 0));
  const found = merge(rows, fresh, stays);
  return { rows: found.rows, waiting: found.waiting + rows.filter(goneBy(news)).length };
}

/** The first page with everything that is news, in the order of the server. */
export function brought(known: readonly Ticket[], news: News): TicketPage {
  const { base } = news;
  const end = base.next === null ? 0 : (oldest(base.items) ?? 0);
  const items = unique([...base.items, ...news.changed.filter((ticket) => moment(ticket) >= end)]);
  const ids = new Set(items.map((ticket) => ticket.id));
  const now = unique([...items, ...known.filter((ticket) => ids.has(ticket.id))]);
  return { items: now.sort(byChange), next: base.next };
}

/** Tells whether the first page would hold a row, and does not. */
function goneBy({ base, changed, seen }: News): (row: Ticket) => boolean {
  const listed = new Set([...base.items, ...changed].map((ticket) => ticket.id));
  const end = base.next === null ? -Infinity : (oldest(base.items) ?? Infinity);
  const start = seen?.change ?? -Infinity;
  return (row) => {
    if (listed.has(row.id)) return false;
    const at = moment(row);
    return at > end && at <= start;
  };
}

/** Of several states of a ticket the newest, where the first of them stood. */
function unique(tickets: readonly Ticket[]): Ticket[] {
  const found = new Map<string, Ticket>();
  for (const ticket of tickets) {
    const before = found.get(ticket.id);
    if (!before || before.version < ticket.version) found.set(ticket.id, ticket);
  }
  return [...found.values()];
}

function versions(tickets: readonly Ticket[]): Map<string, number> {
  return new Map(tickets.map((ticket) => [ticket.id, ticket.version]));
}

function moment(ticket: Ticket): number {
  return Date.parse(ticket.updated_at);
}

function byChange(a: Ticket, b: Ticket): number {
  return moment(b) - moment(a);
}

function latest(tickets: readonly Ticket[]): number | null {
  return tickets.length === 0 ? null : Math.max(...tickets.map(moment));
}

function oldest(tickets: readonly Ticket[]): number | null {
  return tickets.length === 0 ? null : Math.min(...tickets.map(moment));
}
