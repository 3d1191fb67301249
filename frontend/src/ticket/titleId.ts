// The heading of a ticket gets the focus when the ticket is opened, and when something within it is done and gone.
import type { Ticket } from "../api/client";

export function titleId(ticket: Ticket): string {
  return `title-${ticket.id}`;
}
