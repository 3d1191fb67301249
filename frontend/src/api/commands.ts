// What the app changes through the API, and which answers become stale by it.
import { QueryCache, QueryClient, type InfiniteData } from "@tanstack/react-query";
import { nextRetry, shouldRetry } from "../lib/retry";
import { allMessages, type TicketPage } from "./queries";
import { api, etag, isSignedOut, once, Problem, take, type Message, type PatchTicket, type Schemas, type Status, type Ticket } from "./client";

export const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    // A session that ended is noticed by whatever asks first; who is signed in is then asked again.
    onError: (error, query) => {
      if (isSignedOut(error) && query.queryKey[0] !== "me") void client.invalidateQueries({ queryKey: ["me"] });
    },
  }),
  defaultOptions: {
    queries: { retry: shouldRetry, retryDelay: nextRetry, refetchOnWindowFocus: true, staleTime: 2_000, networkMode: "always" },
    mutations: { retry: false, networkMode: "always" },
  },
});

/** Keeps the newest answer about a ticket, under its id and its number. */
export function remember(ticket: Ticket): Ticket {
  for (const key of [ticket.id, String(ticket.number)]) {
    client.setQueryData<Ticket>(["ticket", key], (before) =>
      before && before.version > ticket.version ? before : ticket,
    );
  }
  client.setQueriesData<InfiniteData<TicketPage>>({ queryKey: ["tickets"] }, (list) =>
    list && { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.map(newer) })) },
  );
  void client.invalidateQueries({ queryKey: ["counts"] });
  return ticket;

  function newer(row: Ticket): Ticket {
    return row.id === ticket.id && row.version < ticket.version ? ticket : row;
  }
}

export async function patchTicket(ticket: Ticket, patch: PatchTicket): Promise<Ticket> {
  const params = { path: { ticket: ticket.id }, header: { "If-Match": etag(ticket.version) } };
  return remember(await take(api.PATCH("/api/v1/tickets/{ticket}", { params, body: patch })));
}

/** Triage, a draft and a second agent can all change a ticket within the same second. */
const MOST_TRIES = 5;

/** Changes a ticket as it is now, also when it changed since it was read. For changes that overwrite nothing unseen. */
export async function patchAnyway(ticket: Ticket, patch: (ticket: Ticket) => PatchTicket): Promise<Ticket> {
  let now = ticket;
  for (let tries = 1; ; tries += 1) {
    try {
      return await patchTicket(now, patch(now));
    } catch (error) {
      if (tries === MOST_TRIES || !(error instanceof Problem && error.code === "version_mismatch")) throw error;
      now = await freshTicket(ticket.id);
    }
  }
}

export async function setStatus(ticket: string, status: Status): Promise<Ticket> {
  return remember(
    await take(api.PATCH("/api/v1/tickets/{ticket}/status", { params: { path: { ticket } }, body: { status } })),
  );
}

/** Gives a ticket the status it had before, by the moves that are allowed. */
export async function restoreStatus(after: Ticket, before: Ticket): Promise<Ticket> {
  const done = ["resolved", "closed"];
  if (after.status === before.status) return after;
  const opened = done.includes(after.status) && !done.includes(before.status) ? await act(after.id, "reopen") : after;
  return opened.status === before.status ? opened : setStatus(opened.id, before.status);
}

const ACTIONS = {
  close: "/api/v1/tickets/{ticket}/close",
  reopen: "/api/v1/tickets/{ticket}/reopen",
  release: "/api/v1/tickets/{ticket}/release",
} as const;

export async function act(ticket: string, action: keyof typeof ACTIONS): Promise<Ticket> {
  const params = { path: { ticket }, header: once() };
  return remember(await take(api.POST(ACTIONS[action], { params })));
}

export async function assign(ticket: string, body: Schemas["Assign"]): Promise<Ticket> {
  const params = { path: { ticket }, header: once() };
  return remember(await take(api.POST("/api/v1/tickets/{ticket}/assign", { params, body })));
}

/** Reads a ticket past every cache. */
export async function freshTicket(ticket: string): Promise<Ticket> {
  return remember(await take(api.GET("/api/v1/tickets/{ticket}", { params: { path: { ticket } }, cache: "no-store" })));
}

export async function reply(ticket: string, key: string, body: Schemas["CreateReply"]) {
  const params = { path: { ticket }, header: { "Idempotency-Key": key } };
  const message = await take(api.POST("/api/v1/tickets/{ticket}/replies", { params, body }));
  await refresh(ticket);
  return message;
}

export async function note(ticket: string, key: string, text: string) {
  const params = { path: { ticket }, header: { "Idempotency-Key": key } };
  const message = await take(api.POST("/api/v1/tickets/{ticket}/notes", { params, body: { text } }));
  await refresh(ticket);
  return message;
}

const DELIVERY = {
  cancel: "/api/v1/tickets/{ticket}/messages/{message}/cancel",
  resend: "/api/v1/tickets/{ticket}/messages/{message}/resend",
} as const;

export async function deliver(ticket: string, message: string, action: keyof typeof DELIVERY) {
  const answer = await take(api.POST(DELIVERY[action], { params: { path: { ticket, message }, header: once() } }));
  await refresh(ticket);
  return answer;
}

/**
 * Says who wrote a mail of a ticket as it was read. The opening mail gives the ticket to another customer, whose answers
 * then go to another address.
 */
export async function correctSender(before: Ticket, message: Message, body: Schemas["CorrectSender"]): Promise<Ticket> {
  const params = { path: { ticket: message.ticket, message: message.id }, header: once() };
  const headers = { "If-Match": etag(before.version) };
  const ticket = remember(await take(api.POST("/api/v1/tickets/{ticket}/messages/{message}/sender", { params, headers, body })));
  const stale = [["messages", ticket.id], ["contact", ticket.contact], ["previous"], ["facts", ticket.id]];
  await Promise.all([
    // Nothing may be sent to whom it would have gone before.
    client.resetQueries({ queryKey: ["recipients", ticket.id] }),
    ...stale.map((queryKey) => client.invalidateQueries({ queryKey })),
  ]);
  return ticket;
}

/** Reads the messages of a ticket past every cache. */
export async function freshMessages(ticket: string): Promise<Message[]> {
  const messages = await allMessages(ticket);
  client.setQueryData(["messages", ticket], messages);
  return messages;
}

/** Asks again for what a new message or a change of delivery made stale. */
export async function refresh(ticket: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ["messages", ticket] }),
    freshTicket(ticket),
    client.invalidateQueries({ queryKey: ["outgoing"] }),
  ]);
}

/** Uploads a file and gives what a reply needs to send it along. */
export async function upload(file: File): Promise<{ upload: string; name: string; size: number }> {
  const announced = await take(
    api.POST("/api/v1/uploads", {
      params: { header: once() },
      body: { name: file.name, media_type: file.type || "application/octet-stream", size: file.size },
    }),
  );
  // The browser sets Content-Length by itself and refuses to be told.
  const headers = Object.fromEntries(
    Object.entries(announced.headers).filter(([name]) => name.toLowerCase() !== "content-length"),
  );
  const answer = await fetch(announced.url, { method: "PUT", headers, body: file, credentials: "omit" });
  if (!answer.ok) throw new Error(`the file store answered ${answer.status}`);
  return { upload: announced.upload, name: announced.name, size: file.size };
}

export async function settleParked(parked: string, action: "replay" | "discard") {
  const params = { path: { parked }, header: once() };
  const answer = await take(
    action === "replay"
      ? api.POST("/api/v1/parked/{parked}/replay", { params })
      : api.POST("/api/v1/parked/{parked}/discard", { params }),
  );
  await Promise.all([
    client.invalidateQueries({ queryKey: ["parked"] }),
    client.invalidateQueries({ queryKey: ["counts"] }),
  ]);
  return answer;
}

export async function patchContact(contact: string, body: Schemas["PatchContact"]) {
  const answer = await take(api.PATCH("/api/v1/contacts/{contact}", { params: { path: { contact } }, body }));
  client.setQueryData(["contact", contact], answer);
  return answer;
}

export async function patchOrganisation(version: number, body: Schemas["PatchOrganisation"]) {
  const headers = { "If-Match": etag(version) };
  const answer = await take(api.PATCH("/api/v1/organisation", { body, headers }));
  client.setQueryData(["organisation"], answer);
  return answer;
}

/** Puts a draft away for good. */
export async function dismissDraft(draft: Schemas["DraftView"], body: Schemas["DismissDraft"]): Promise<void> {
  const params = { path: { ticket: draft.ticket, draft: draft.id }, header: once() };
  await take(api.POST("/api/v1/tickets/{ticket}/drafts/{draft}/dismiss", { params, body }));
  await Promise.all([["drafts", draft.ticket], ["events", draft.ticket]].map((queryKey) => client.invalidateQueries({ queryKey })));
}

/** Asks every source about the customer of a ticket again. */
export async function refreshFacts(ticket: Ticket): Promise<void> {
  const params = { path: { ticket: ticket.id }, header: once() };
  const found = await take(api.POST("/api/v1/tickets/{ticket}/facts", { params }));
  client.setQueriesData({ queryKey: ["facts", ticket.id] }, found);
}

export async function putSecret(name: Schemas["SecretName"], value: string): Promise<void> {
  await take(api.PUT("/api/v1/organisation/secrets/{name}", { params: { path: { name } }, body: { value: value.trim() } }));
  await secretsChanged();
}

export async function deleteSecret(name: Schemas["SecretName"]): Promise<void> {
  await take(api.DELETE("/api/v1/organisation/secrets/{name}", { params: { path: { name } } }));
  await secretsChanged();
}

async function secretsChanged(): Promise<void> {
  await Promise.all([["secrets"], ["organisation", "ai"]].map((queryKey) => client.invalidateQueries({ queryKey })));
}

export async function signOut(): Promise<void> {
  await take(api.POST("/auth/sign-out", { params: { header: once() } }));
}
