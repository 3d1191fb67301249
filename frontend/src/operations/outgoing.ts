// What can be seen of outgoing mail. Invariant: what is shown stands in the address, so that it can be linked to.
import { UNDELIVERED } from "../api/queries";

/** States of the mails each shows. */
export const SHOWS = { all: "", moving: "queued,sending,delayed", undelivered: UNDELIVERED, sent: "sent,delivered" } as const;
export type Show = keyof typeof SHOWS;

export interface OutgoingSearch {
  show?: Exclude<Show, "all">;
}

/** Reads an address; what is unknown is left out. */
export function readOutgoing(raw: Record<string, unknown>): OutgoingSearch {
  const show = (Object.keys(SHOWS) as Show[]).find((one) => one === raw["show"]);
  return show && show !== "all" ? { show } : {};
}
