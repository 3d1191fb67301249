// The keys of the list: move, open, select, and act on the ticket the list stands on.
import { useState } from "react";
import type { Ticket } from "../api/client";
import { performSoon, useActions, type Offer } from "../keys/actions";
import type { ActionId } from "../keys/catalogue";
import { useMay, useMe, type Action as Permission } from "../shell/me";
import { useTicketActions } from "../ticket/useTicketActions";
import { focusOn, rowId } from "./focus";
import { neighbour, range } from "./merge";
import type { TicketList } from "./useTicketList";

interface Props {
  list: TicketList;
  active: string | null;
  setActive: (id: string | null) => void;
  open: string | null;
  show: (ticket: Ticket | null) => void;
  /** The ticket is about to leave the list, and the next one is wanted. */
  leave: (ticket: Ticket) => void;
  selected: ReadonlySet<string>;
  setSelected: (selected: ReadonlySet<string>) => void;
}

/** What is done in an open ticket. From the list these keys open the ticket first, and mean the same. */
const WITHIN = {
  change_tickets: ["reopen", "status", "assign", "team", "priority", "category", "tags"],
  reply: ["reply", "reply-all", "canned", "draft"],
  write_note: ["note"],
} as const satisfies Partial<Record<Permission, readonly ActionId[]>>;

export function useListActions({ list, active, setActive, open, show, leave, selected, setSelected }: Props): void {
  const may = useMay("change_tickets");
  const rights = useMe().may;
  const actions = useTicketActions();
  const ids = list.rows.map((row) => row.id);
  const row = list.rows.find((one) => one.id === active) ?? null;
  // Where the list stood last, for the next step after a ticket that left it.
  const [gap, setGap] = useState(0);
  const at = active === null ? -1 : ids.indexOf(active);
  if (at >= 0 && at !== gap) setGap(at);
  const move = (step: 1 | -1) => () => {
    const next = list.rows.find((one) => one.id === neighbour(ids, active, step, gap));
    if (!next) return;
    if (open !== null) show(next);
    else setActive(next.id);
    focusOn(rowId(next.id));
  };
  const select = (chosen: readonly string[]) => setSelected(new Set([...selected, ...chosen]));
  const moves: Offer[] = [
    { id: "next", run: move(1) },
    { id: "previous", run: move(-1) },
    { id: "open", run: () => row && show(row) },
    { id: "search", run: () => document.getElementById("search")?.focus() },
    { id: "bring-in", run: list.bringIn },
  ];
  const finish = (stay: boolean, work: (ticket: Ticket) => Promise<boolean>) => () => {
    if (!row?.allowed_statuses.includes("resolved")) return;
    if (!stay || open === null) leave(row);
    void work(row);
  };
  const changes: Offer[] = [
    { id: "select", run: () => row && setSelected(flip(selected, row.id)) },
    { id: "select-range", run: () => row && select(range(ids, [...selected].at(-1) ?? row.id, row.id)) },
    { id: "select-all", run: () => select(ids) },
    { id: "resolve", run: finish(true, actions.resolve) },
    { id: "resolve-next", run: finish(false, actions.resolve) },
    { id: "spam", run: finish(false, actions.spam) },
    { id: "take", run: () => row && void actions.take(row) },
  ];
  const within = (Object.keys(WITHIN) as (keyof typeof WITHIN)[]).filter((right) => rights.includes(right)).flatMap((right) => WITHIN[right]);
  const leads = within.map((id): Offer => ({ id, leads: true, run: () => row && lead(id, row) }));
  const lead = (id: ActionId, ticket: Ticket) => {
    performSoon(id);
    show(ticket);
  };
  useActions([...moves, ...(may ? changes : []), ...(open === null && row ? leads : [])]);
}

function flip(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}
