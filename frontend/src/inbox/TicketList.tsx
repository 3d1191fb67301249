// The list of tickets. Only the rows in view are in the document; the others are known by number.
import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../api/client";
import { Button } from "../ui/Button";
import { Empty, Failure, Skeleton, Stale } from "../ui/States";
import { isFiltered, type Queue, type Search } from "./queues";
import { TicketRow } from "./TicketRow";
import type { TicketList as List } from "./useTicketList";

const ROW = 78;

interface Props {
  list: List;
  queue: Queue;
  search: Search;
  active: string | null;
  open: string | null;
  selected: ReadonlySet<string>;
  onSelect: (id: string) => void;
  onOpen: (ticket: Ticket) => void;
}

export function TicketList({ list, queue, search, active, open, selected, onSelect, onOpen }: Props) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const { rows } = list;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const items = virtual.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? 0;
  const { hasMore, loadMore } = list;
  useEffect(() => {
    if (hasMore && lastIndex >= rows.length - 20) loadMore();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- loadMore is a new function at every drawing
  }, [hasMore, lastIndex, rows.length]);
  const activeIndex = rows.findIndex((row) => row.id === active);
  useEffect(() => {
    if (activeIndex >= 0) virtual.scrollToIndex(activeIndex, { align: "auto" });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only a move scrolls, not a change of the list
  }, [active]);

  if (list.loading) return <Skeleton lines={18} />;
  if (list.error && rows.length === 0) return <Failure error={list.error} onRetry={list.retry} />;
  if (rows.length === 0 && list.waiting === 0) return <Nothing queue={queue} search={search} />;
  return (
    <>
      <Stale error={list.stale} onRetry={list.retry} />
      {list.waiting > 0 && (
        <Button
          className="news"
          onClick={() => {
            list.bringIn();
            scroller.current?.scrollTo({ top: 0 });
          }}
        >
          {t("list.news", { count: list.waiting })}
        </Button>
      )}
      <div className="rows" ref={scroller} tabIndex={-1}>
        <ul aria-label={t("list.tickets")} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const ticket = rows[item.index];
            return (
              ticket && (
                <li
                  key={ticket.id}
                  style={{ transform: `translateY(${item.start}px)`, height: ROW }}
                  aria-setsize={list.hasMore ? -1 : rows.length}
                  aria-posinset={item.index + 1}
                >
                  <TicketRow
                    ticket={ticket}
                    queue={queue}
                    search={search}
                    active={ticket.id === active}
                    open={ticket.id === open}
                    selected={selected.has(ticket.id)}
                    onSelect={onSelect}
                    onOpen={onOpen}
                  />
                </li>
              )
            );
          })}
        </ul>
      </div>
    </>
  );
}

function Nothing({ queue, search }: { queue: Queue; search: Search }) {
  const { t } = useTranslation();
  if (isFiltered(search)) {
    return (
      <Empty icon="search" title={t("list.none_filtered")}>
        <Link to="/inbox/$queue" params={{ queue }} search={{}}>
          {t("list.clear")}
        </Link>
      </Empty>
    );
  }
  return (
    <Empty icon="resolved" title={t(`list.empty.${queue}`)}>
      {queue === "triage" && <p className="muted">{t("list.triage_later")}</p>}
      {queue === "disagreed" && <p className="muted">{t("list.disagreed_later")}</p>}
      {queue === "open" && <Link to="/start">{t("list.first_mail")}</Link>}
    </Empty>
  );
}
