// Reads what is likely to be opened next, so that it is there when it is.
//
// Invariant: nothing is read ahead while somebody runs through the list; only where they rest.
import { useEffect } from "react";
import type { Ticket } from "../api/client";
import { client } from "../api/commands";
import { messagesQuery, triageQuery } from "../api/queries";

/** Somebody rests on a row when they stay so long. */
const REST_MS = 70;
/** What was read ahead is not read again for so long; an opened ticket is asked about at once all the same. */
const GOOD_FOR_MS = 30_000;

/** Asks for what a ticket shows first: before everything else a ticket asks for, which may have to stand in line. */
export function readAhead(ticket: Ticket): void {
  const quietly = () => undefined;
  client.query({ ...messagesQuery(ticket.id), staleTime: GOOD_FOR_MS }).catch(quietly);
  client.query({ ...triageQuery(ticket.id, ticket.version), staleTime: GOOD_FOR_MS }).catch(quietly);
}

/** Reads the row the list stands on ahead, and those beside it. */
export function useReadAhead(rows: readonly Ticket[], current: string | null): void {
  useEffect(() => {
    const at = rows.findIndex((row) => row.id === current);
    if (at < 0) return;
    const timer = setTimeout(() => {
      for (const row of [rows[at], rows[at + 1], rows[at - 1]]) if (row) readAhead(row);
    }, REST_MS);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only a move is a reason, not a change of the list
  }, [current]);
}

let resting: ReturnType<typeof setTimeout> | undefined;

/** The pointer came to a row, or left it. */
export function pointed(ticket: Ticket | null): void {
  clearTimeout(resting);
  if (ticket) resting = setTimeout(() => readAhead(ticket), REST_MS);
}
