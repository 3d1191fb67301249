// The inbox: queues on the left (the shell), the list, the ticket.
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../api/client";
import { useMe } from "../shell/me";
import { titleId } from "../ticket/titleId";
import { TicketPane } from "../ticket/TicketPane";
import { Empty } from "../ui/States";
import { KeyOf } from "../ui/Button";
import { useTitle } from "../ui/title";
import { readAhead, useReadAhead } from "./ahead";
import { BulkBar } from "./BulkBar";
import { FilterBar } from "./FilterBar";
import { focusOn, rowId } from "./focus";
import { successor } from "./merge";
import { isQueue, question, readSearch } from "./queues";
import { TicketList } from "./TicketList";
import { useListActions } from "./useListActions";
import { useTicketList } from "./useTicketList";

export function InboxPage() {
  const { t } = useTranslation();
  const me = useMe();
  const params = useParams({ strict: false });
  const queue = params.queue && isQueue(params.queue) ? params.queue : "open";
  const open = params.ticket ?? null;
  const search = useStableSearch();
  const query = useMemo(() => question(queue, search), [queue, search]);
  const box = useRef<HTMLElement>(null);
  const list = useTicketList(query, me.agent?.id ?? null, () => isCalm(box.current));
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<string | null>(null);
  const [askedQuery, setAskedQuery] = useState(query);
  if (askedQuery !== query) {
    setAskedQuery(query);
    setSelected(new Set());
    setActive(null);
  }
  const navigate = useNavigate();
  useTitle(open === null ? t(`queue.${queue}`) : null);
  const show = (ticket: Ticket | null) => {
    if (!ticket) {
      // The way back leads to where the list was left.
      if (current) focusOn(rowId(current));
      return void navigate({ to: "/inbox/$queue", params: { queue }, search });
    }
    setActive(ticket.id);
    readAhead(ticket);
    return void navigate({
      to: "/inbox/$queue/$ticket",
      params: { queue, ticket: String(ticket.number) },
      search,
    });
  };
  const rowOf = (id: string | null) => list.rows.find((row) => row.id === id) ?? null;
  const opened = open === null ? null : (list.rows.find((row) => String(row.number) === open || row.id === open) ?? null);
  const current = active && rowOf(active) ? active : (opened?.id ?? null);
  const leave = (ticket: Ticket) => {
    const next = rowOf(successor(list.rows.map((row) => row.id), ticket.id));
    setActive(next?.id ?? null);
    if (open !== null) show(next);
    if (next) focusOn(open === null ? rowId(next.id) : titleId(next));
  };
  useReadAhead(list.rows, current);
  useListActions({ list, active: current, setActive, open, show, leave, selected, setSelected });
  return (
    <div className="inbox" data-open={open !== null}>
      <section className="list-pane" aria-label={t(`queue.${queue}`)} ref={box}>
        <FilterBar queue={queue} search={search} />
        {selected.size > 0 && (
          <BulkBar
            tickets={list.rows.filter((row) => selected.has(row.id))}
            onDone={() => setSelected(new Set())}
          />
        )}
        <TicketList
          list={list}
          queue={queue}
          search={search}
          active={current}
          open={opened?.id ?? null}
          selected={selected}
          onSelect={(id) => setSelected(toggled(selected, id))}
          onOpen={(ticket) => {
            setActive(ticket.id);
            readAhead(ticket);
            // Whoever opens a ticket reads on there; who runs through the list with J and K stays in it.
            focusOn(titleId(ticket));
          }}
        />
      </section>
      {open === null ? (
        <section className="ticket-pane ticket-none" aria-label={t("ticket.label")}>
          <Empty icon="mail" title={t("ticket.none")}>
            <p className="muted">
              <KeyOf action="next" /> <KeyOf action="previous" /> {t("ticket.none_move")} <KeyOf action="open" /> {t("ticket.none_open")}
            </p>
          </Empty>
        </section>
      ) : (
        <TicketPane key={open} ticket={open} known={opened} queue={queue} onBack={() => show(null)} onLeave={leave} />
      )}
    </div>
  );
}

function useStableSearch() {
  const raw = useSearchText();
  return useMemo(() => readSearch(JSON.parse(raw) as Record<string, unknown>), [raw]);
}

function useSearchText(): string {
  return JSON.stringify(useSearch({ strict: false }));
}

/** Whether rows may move: the list is at its top, and neither the pointer nor the focus is in it. */
function isCalm(box: HTMLElement | null): boolean {
  const scroller = box?.querySelector(".rows");
  if (!box || !scroller) return false;
  return scroller.scrollTop < 4 && !box.matches(":hover") && !box.contains(document.activeElement);
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}
