// What the app asks the API, and how long an answer is good for. Every address of the API is named here or in commands.ts.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { fold, sinceThen, wantsWhole, type News } from "../inbox/follow";
import { countsOf, type Counts, type TicketQuery } from "../inbox/queues";
import { every } from "../lib/poll";
import { HEADER_BYTES, readHeader } from "../ticket/headers";
import { fetchAll } from "../ticket/remote";
import { api, take, type Message, type Ticket } from "./client";

const MINUTE = 60_000;
/** Messages and changes are asked for in pages of this size, and so many pages of messages at most. */
const PAGE = 100;
const MOST_PAGES = 10;

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: () => take(api.GET("/api/v1/me")),
  staleTime: MINUTE,
});

export const agentsQuery = queryOptions({
  queryKey: ["agents"],
  queryFn: async () => (await take(api.GET("/api/v1/agents"))).items,
  staleTime: 5 * MINUTE,
});

export const teamsQuery = queryOptions({
  queryKey: ["teams"],
  queryFn: async () => (await take(api.GET("/api/v1/teams"))).items,
  staleTime: 5 * MINUTE,
});

export const mailboxesQuery = queryOptions({
  queryKey: ["mailboxes"],
  queryFn: async () => (await take(api.GET("/api/v1/mailboxes"))).items,
  staleTime: 5 * MINUTE,
});

export const organisationQuery = queryOptions({
  queryKey: ["organisation"],
  queryFn: () => take(api.GET("/api/v1/organisation")),
});

export const keysQuery = queryOptions({
  queryKey: ["keys"],
  queryFn: async () => (await take(api.GET("/api/v1/api-keys"))).items,
});

export function ticketQuery(ticket: string) {
  return queryOptions({
    queryKey: ["ticket", ticket],
    queryFn: () => take(api.GET("/api/v1/tickets/{ticket}", { params: { path: { ticket } } })),
    refetchInterval: every(4_000),
    refetchIntervalInBackground: true,
  });
}

export function messagesQuery(ticket: string) {
  return queryOptions({
    queryKey: ["messages", ticket],
    queryFn: () => allMessages(ticket),
    refetchInterval: (query) => (isMoving(query.state.data) ? every(1_500)(query) : every(8_000)(query)),
    refetchIntervalInBackground: true,
  });
}

/** Every message of a ticket, oldest first. */
export async function allMessages(ticket: string): Promise<Message[]> {
  const found: Message[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = cursor ? { limit: PAGE, cursor } : { limit: PAGE };
    const answer = await take(
      api.GET("/api/v1/tickets/{ticket}/messages", { params: { path: { ticket }, query } }),
    );
    found.push(...answer.items);
    if (!answer.next) break;
    cursor = answer.next;
  }
  return found;
}

/** Whether a mail is on its way, so that its state will change soon. */
function isMoving(messages: readonly Message[] | undefined): boolean {
  return messages?.some((message) => ["queued", "sending"].includes(message.delivery?.state ?? "")) ?? false;
}

export function eventsQuery(ticket: string, version: number) {
  return queryOptions({
    queryKey: ["events", ticket, version],
    queryFn: () =>
      take(api.GET("/api/v1/tickets/{ticket}/events", { params: { path: { ticket }, query: { limit: 100 } } })),
    placeholderData: (before) => before,
  });
}

/** What triage found about the messages of a ticket, oldest first. A change of the ticket may be its doing. */
export function triageQuery(ticket: string, version: number) {
  return queryOptions({
    queryKey: ["triage", ticket, version],
    queryFn: async () => (await take(api.GET("/api/v1/tickets/{ticket}/triage", { params: { path: { ticket } } }))).items,
    placeholderData: (before) => before,
  });
}

/** The drafts of a ticket, newest first. A change of the ticket may be a new one. */
export function draftsQuery(ticket: string, version: number) {
  return queryOptions({
    queryKey: ["drafts", ticket, version],
    queryFn: async () => (await take(api.GET("/api/v1/tickets/{ticket}/drafts", { params: { path: { ticket } } }))).items,
    placeholderData: (before) => before,
  });
}

/** What other systems knew about the customer of a ticket. */
export function factsQuery(ticket: string, version: number) {
  return queryOptions({
    queryKey: ["facts", ticket, version],
    queryFn: () => take(api.GET("/api/v1/tickets/{ticket}/facts", { params: { path: { ticket } } })),
    placeholderData: (before) => before,
  });
}

/** What the models cost for a ticket. */
export function costsQuery(ticket: string, version: number) {
  return queryOptions({
    queryKey: ["costs", ticket, version],
    queryFn: () => take(api.GET("/api/v1/tickets/{ticket}/costs", { params: { path: { ticket } } })),
    placeholderData: (before) => before,
  });
}

/** Which keys of other services are set; the keys themselves are never told. */
export const secretsQuery = queryOptions({
  queryKey: ["secrets"],
  queryFn: async () => (await take(api.GET("/api/v1/organisation/secrets"))).items,
});

/** Whether models are asked, which ones, and what today cost. */
export const aiStatusQuery = queryOptions({
  queryKey: ["organisation", "ai"],
  queryFn: () => take(api.GET("/api/v1/organisation/ai")),
});

export function contactQuery(contact: string) {
  return queryOptions({
    queryKey: ["contact", contact],
    queryFn: () => take(api.GET("/api/v1/contacts/{contact}", { params: { path: { contact } } })),
    staleTime: MINUTE,
  });
}

export function previousQuery(contact: string) {
  return queryOptions({
    queryKey: ["previous", contact],
    queryFn: () => take(api.GET("/api/v1/tickets", { params: { query: { contact, limit: 10 } } })),
    staleTime: MINUTE,
  });
}

/** Past tickets like one, with the beginning of their answers. A ticket that was settled just now is found a minute later. */
export function similarQuery(ticket: string) {
  return queryOptions({
    queryKey: ["similar", ticket],
    queryFn: async () => (await take(api.GET("/api/v1/tickets/{ticket}/similar", { params: { path: { ticket } } }))).items,
    staleTime: MINUTE,
  });
}

export function recipientsQuery(ticket: string, all: boolean, publicCount: number) {
  return queryOptions({
    queryKey: ["recipients", ticket, all, publicCount],
    queryFn: () =>
      take(api.GET("/api/v1/tickets/{ticket}/recipients", { params: { path: { ticket }, query: { all } } })),
    placeholderData: (before) => before,
    staleTime: MINUTE,
  });
}

/** A signed address of a file of a message; good for five minutes there, used for four here. */
export function fileQuery(ticket: string, message: string, index: number) {
  return queryOptions({
    queryKey: ["file", ticket, message, index],
    queryFn: () =>
      take(
        api.GET("/api/v1/tickets/{ticket}/messages/{message}/attachments/{index}", {
          params: { path: { ticket, message, index } },
          headers: { Accept: "application/json" },
        }),
      ),
    staleTime: 4 * MINUTE,
    gcTime: 4 * MINUTE,
  });
}

/** Images of other servers in the HTML of a message, by address. The desk fetches them, so that their servers hear of nobody. */
export function remoteImagesQuery({ ticket, id: message }: Message, addresses: readonly string[]) {
  return queryOptions({
    queryKey: ["remote-images", message],
    queryFn: () =>
      fetchAll(addresses, (url) =>
        take(api.GET("/api/v1/tickets/{ticket}/messages/{message}/picture", { params: { path: { ticket, message }, query: { url } }, parseAs: "blob" })),
      ),
    staleTime: Infinity,
    retry: false,
  });
}

/** The header of the raw mail of a message, read from the start of the file. */
export function rawHeaderQuery(ticket: string, message: string) {
  return queryOptions({
    queryKey: ["header", ticket, message],
    queryFn: async () => {
      const { url } = await take(
        api.GET("/api/v1/tickets/{ticket}/messages/{message}/raw", {
          params: { path: { ticket, message } },
          headers: { Accept: "application/json" },
        }),
      );
      // A header is at the beginning; a store that does not know ranges sends the whole mail.
      const answer = await fetch(url, { headers: { Range: `bytes=0-${HEADER_BYTES - 1}` }, credentials: "omit" });
      if (!answer.ok) throw new Error(`the file store answered ${answer.status}`);
      return readHeader(new Uint8Array(await answer.arrayBuffer()));
    },
    staleTime: Infinity,
    gcTime: 4 * MINUTE,
  });
}

export function outgoingQuery(state: string) {
  return queryOptions({
    queryKey: ["outgoing", state],
    queryFn: () =>
      take(api.GET("/api/v1/outgoing", { params: { query: { limit: 100, ...(state ? { state } : {}) } } })),
    refetchInterval: every(6_000),
    refetchIntervalInBackground: true,
  });
}

export const parkedQuery = queryOptions({
  queryKey: ["parked"],
  queryFn: () => take(api.GET("/api/v1/parked", { params: { query: { limit: 100 } } })),
  refetchInterval: every(15_000),
  refetchIntervalInBackground: true,
});

/** States in which a mail did not do what it was sent for. */
export const UNDELIVERED = "bounced,complained,failed,uncertain";

/** Counts of the queues. The list asks for them when something changed, so that they are asked for seldom without it. */
export function countsQuery(me: string | null) {
  return queryOptions({
    queryKey: ["counts", me],
    queryFn: async () => countsOf(await take(api.GET("/api/v1/tickets/counts"))),
    refetchInterval: every(30_000),
    refetchIntervalInBackground: true,
  });
}

export function useCounts(me: string | null, may: readonly string[]): Counts {
  const { data: counts } = useQuery({ ...countsQuery(me), enabled: may.includes("read_tickets") });
  const { data: parked } = useQuery({ ...parkedQuery, enabled: may.includes("read_operations") });
  if (!parked) return counts ?? {};
  const count = parked.items.filter((one) => one.state === "open").length;
  return { ...counts, parked: { count, capped: parked.next != null } };
}

export interface TicketPage {
  items: Ticket[];
  next: string | null;
}

/** One page of a list of tickets. */
export async function ticketPage(query: TicketQuery, cursor: string | null, limit: number): Promise<TicketPage> {
  const page = await take(
    api.GET("/api/v1/tickets", { params: { query: { ...query, limit, ...(cursor ? { cursor } : {}) } } }),
  );
  return { items: page.items, next: page.next ?? null };
}

/** Rows of a page of a list. */
export const LIST_SIZE = 50;

/** What changed in a list since it was asked before; more than one answer of it is not worth reading, the first page is. */
export async function ticketNews(query: TicketQuery, before: News): Promise<News> {
  const asked = Date.now();
  const answer = await ticketPage(sinceThen(query, before), null, PAGE);
  const whole = wantsWhole(before, answer, asked) ? await ticketPage(query, null, LIST_SIZE) : null;
  return fold(before, answer, whole, asked, Date.now());
}
