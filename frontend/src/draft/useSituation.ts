// The draft of a ticket as it stands now.
import { useQuery } from "@tanstack/react-query";
import type { Message, Ticket } from "../api/client";
import { draftsQuery, triageQuery } from "../api/queries";
import { useNow } from "../ui/now";
import { situation, type Situation } from "./state";

/** Null until it is known. */
export function useSituation(ticket: Ticket, messages: readonly Message[]): Situation | null {
  const now = useNow();
  const { data: drafts } = useQuery(draftsQuery(ticket.id, ticket.version));
  const { data: found } = useQuery(triageQuery(ticket.id, ticket.version));
  if (!drafts || !found) return null;
  return situation({ ticket, messages, drafts, found, now });
}
