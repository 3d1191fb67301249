// The rows of a queue: loaded page by page, kept fresh by asking for what changed, never moved unasked.
import { useInfiniteQuery, useQuery, useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import type { Ticket } from "../api/client";
import { LIST_SIZE, ticketNews, ticketPage, type TicketPage } from "../api/queries";
import { every } from "../lib/poll";
import { begin, brought, meet, type News } from "./follow";
import { belongs, type TicketQuery } from "./queues";

const POLL_MS = 4_000;

export interface TicketList {
  rows: Ticket[];
  /** Changes that would move rows. */
  waiting: number;
  /** Shows them. */
  bringIn: () => void;
  loading: boolean;
  error: unknown;
  /** Why the rows may be old; null when they are followed. */
  stale: unknown;
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
    queryFn: ({ pageParam }) => ticketPage(query, pageParam, LIST_SIZE),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const first = pages.data?.pages[0];
  const start = first && begin(first, pages.dataUpdatedAt);
  const newsKey = ["news", query];
  const head = useQuery({
    queryKey: newsKey,
    queryFn: () => ticketNews(query, client.getQueryData<News>(newsKey) ?? start ?? begin({ items: [], next: null }, 0)),
    enabled: pages.isSuccess,
    initialData: start,
    initialDataUpdatedAt: pages.dataUpdatedAt,
    staleTime: POLL_MS,
    refetchInterval: every(POLL_MS),
    refetchIntervalInBackground: true,
  });
  const news = head.data && head.dataUpdatedAt > pages.dataUpdatedAt ? head.data : undefined;
  const known = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const merged = useMemo(() => meet(known, news, (ticket) => belongs(ticket, query, me)), [known, news, query, me]);

  const bringIn = () => {
    if (!head.data) return;
    const page = brought(known, head.data);
    client.setQueryData<InfiniteData<TicketPage>>(key, { pages: [page], pageParams: [null] });
  };
  const newest = head.data?.changed[0];
  const sign = newest ? `${newest.id} ${newest.version}` : "";
  useEffect(() => {
    if (sign) void client.invalidateQueries({ queryKey: ["counts"] });
  }, [client, sign]);
  useFirstAnswer(query, head.dataUpdatedAt, merged.waiting, calm, bringIn);
  return {
    rows: merged.rows,
    waiting: merged.waiting,
    bringIn,
    loading: pages.isPending,
    error: pages.error ?? null,
    stale: head.isRefetchError ? head.error : null,
    retry: () => void (pages.isSuccess ? head.refetch() : pages.refetch()),
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
