// The keys of the list: move, open, select, and act on the ticket the list stands on.
import { useState } from "react";
import type { Ticket } from "../api/client";
import { useActions, type Offer } from "../keys/actions";
import { useMay } from "../shell/me";
import { useTicketActions } from "../ticket/useTicketActions";
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

export function useListActions({ list, active, setActive, open, show, leave, selected, setSelected }: Props): void {
  const may = useMay("change_tickets");
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
    focusRow(next.id);
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
  useActions(may ? [...moves, ...changes] : moves);
}

/** Moves the focus to a row once the list has drawn it. */
function focusRow(id: string): void {
  let tries = 0;
  const look = () => {
    const element = document.getElementById(`row-${id}`);
    tries += 1;
    if (element) element.focus({ preventScroll: true });
    else if (tries < 10) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

function flip(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}
