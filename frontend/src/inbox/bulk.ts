// One change to many tickets, and its way back.
//
// Invariant: a refusal is known by its ticket, and only what was changed is changed back.
import type { Ticket } from "../api/client";

/** So many requests are on their way at once. */
const AT_ONCE = 4;

export interface Changed {
  before: Ticket;
  after: Ticket;
}

export interface Outcome {
  done: Changed[];
  refused: Ticket[];
}

/** Does the same to every ticket; a ticket that refuses does not stop the others. */
export async function each(tickets: readonly Ticket[], work: (ticket: Ticket) => Promise<Ticket>): Promise<Outcome> {
  const todo = [...tickets];
  const outcome: Outcome = { done: [], refused: [] };
  const line = async () => {
    for (let before = todo.shift(); before; before = todo.shift()) {
      try {
        outcome.done.push({ before, after: await work(before) });
      } catch {
        outcome.refused.push(before);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, line));
  return outcome;
}
