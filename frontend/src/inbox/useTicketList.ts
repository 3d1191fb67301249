// The rows of a queue: loaded page by page, kept fresh by asking for the newest page, never moved unasked.
import { useInfiniteQuery, useQuery, useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import type { Ticket } from "../api/client";
import { ticketPage, type TicketPage } from "../api/queries";
import { every } from "../lib/poll";
import { merge } from "./merge";
import { belongs, type TicketQuery } from "./queues";

const SIZE = 50;
const POLL_MS = 4_000;

export interface TicketList {
  rows: Ticket[];
  /** Changes that would move rows. */
  waiting: number;
  /** Shows them. */
  bringIn: () => void;
  loading: boolean;
  error: unknown;
  retry: () => void;
  hasMore: boolean;
  loadMore: () => void;
}

/** `calm` says whether nobody would notice rows that move: the list is at its top and neither pointed at nor focused. */
export function useTicketList(query: TicketQuery, me: string | null, calm: () => boolean): TicketList {
  const client = useQueryClient();
  const key = useMemo(() => ["tickets", query], [query]);
  const pages = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => ticketPage(query, pageParam, SIZE),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const head = useQuery({
    queryKey: ["head", query],
    queryFn: () => ticketPage(query, null, SIZE),
    enabled: pages.isSuccess,
    initialData: pages.data?.pages[0],
    initialDataUpdatedAt: pages.dataUpdatedAt,
    staleTime: POLL_MS,
    refetchInterval: every(POLL_MS),
    refetchIntervalInBackground: true,
  });
  const merged = useMemo(() => {
    const known = pages.data?.pages.flatMap((page) => page.items) ?? [];
    const rows = unique(known).filter((ticket) => belongs(ticket, query, me));
    const newest = head.data && head.dataUpdatedAt > pages.dataUpdatedAt ? head.data : undefined;
    if (!newest) return { rows, waiting: 0 };
    const found = merge(rows, newest.items.filter((ticket) => !isOlder(ticket, known)));
    const listed = new Set(newest.items.map((ticket) => ticket.id));
    const left = newest.next === null ? rows.filter((row) => !listed.has(row.id)).length : 0;
    return { rows: found.rows, waiting: found.waiting + left };
  }, [pages.data, pages.dataUpdatedAt, head.data, head.dataUpdatedAt, query, me]);

  const bringIn = () => {
    const page = head.data;
    if (page) client.setQueryData<InfiniteData<TicketPage>>(key, { pages: [page], pageParams: [null] });
  };
  const newest = head.data?.items[0];
  const sign = newest ? `${newest.id} ${newest.version}` : "";
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ["counts"] });
  }, [client, sign]);
  useFirstAnswer(query, head.dataUpdatedAt, merged.waiting, calm, bringIn);
  return {
    rows: merged.rows,
    waiting: merged.waiting,
    bringIn,
    loading: pages.isPending,
    error: pages.error ?? null,
    retry: () => void pages.refetch(),
    hasMore: pages.hasNextPage,
    loadMore: () => {
      if (pages.hasNextPage && !pages.isFetching) void pages.fetchNextPage();
    },
  };
}

/** Shows news at once when a queue was just entered, or when nobody would notice. */
function useFirstAnswer(query: TicketQuery, at: number, waiting: number, calm: () => boolean, bringIn: () => void) {
  const entered = useRef(0);
  useEffect(() => {
    entered.current = Date.now();
  }, [query]);
  useEffect(() => {
    if (waiting > 0 && (at - entered.current < POLL_MS || calm())) bringIn();
    // Only a new answer is a reason to look again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [at, waiting]);
}

/** A ticket that moved between two pages while they were read is in both; the newer one counts. */
function unique(tickets: readonly Ticket[]): Ticket[] {
  const seen = new Map<string, Ticket>();
  for (const ticket of tickets) {
    const before = seen.get(ticket.id);
    if (!before || before.version < ticket.version) seen.set(ticket.id, ticket);
  }
  return [...seen.values()];
}

/** The answer was on its way while this browser changed the ticket. */
function isOlder(ticket: Ticket, known: readonly Ticket[]): boolean {
  return known.some((one) => one.id === ticket.id && one.version > ticket.version);
}
