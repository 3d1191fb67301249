// The keys of the list: move, open, select, and act on the ticket the list stands on.
import { useTranslation } from "react-i18next";
import type { Ticket } from "../api/client";
import { useActions, type Action } from "../keys/actions";
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
  /** The ticket is about to leave the list. */
  leave: (ticket: Ticket) => void;
  selected: ReadonlySet<string>;
  setSelected: (selected: ReadonlySet<string>) => void;
}

export function useListActions({ list, active, setActive, open, show, leave, selected, setSelected }: Props): void {
  const { t } = useTranslation();
  const may = useMay("change_tickets");
  const actions = useTicketActions();
  const ids = list.rows.map((row) => row.id);
  const row = list.rows.find((one) => one.id === active) ?? null;
  const move = (step: 1 | -1) => () => {
    const next = list.rows.find((one) => one.id === neighbour(ids, active, step));
    if (!next) return;
    if (open !== null) show(next);
    else setActive(next.id);
    focusRow(next.id);
  };
  const select = (chosen: readonly string[]) => setSelected(new Set([...selected, ...chosen]));
  const moves: Action[] = [
    { id: "next", group: "list", keys: ["j", "arrowdown"], label: t("list.next"), run: move(1) },
    { id: "previous", group: "list", keys: ["k", "arrowup"], label: t("list.previous"), run: move(-1) },
    { id: "open", group: "list", keys: ["enter"], label: t("list.open"), run: () => row && show(row) },
    { id: "search", group: "list", keys: ["/"], label: t("list.search"), run: () => document.getElementById("search")?.focus() },
    { id: "bring-in", group: "list", keys: ["home"], label: t("list.refresh"), run: list.bringIn },
  ];
  const changes: Action[] = [
    { id: "select", group: "list", keys: ["x"], label: t("list.select"), run: () => row && setSelected(flip(selected, row.id)) },
    {
      id: "select-range",
      group: "list",
      keys: ["shift+x"],
      label: t("list.select_range"),
      run: () => row && select(range(ids, [...selected].at(-1) ?? row.id, row.id)),
    },
    {
      id: "resolve",
      group: "ticket",
      keys: ["e", "shift+e"],
      label: t("ticket.resolve"),
      run: () => {
        if (row?.allowed_statuses.includes("resolved") && selected.size === 0) {
          leave(row);
          void actions.resolve(row);
        }
      },
    },
    { id: "take", group: "ticket", keys: ["i"], label: t("ticket.take"), run: () => row && void actions.take(row) },
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
