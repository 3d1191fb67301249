// How the app speaks to the API: one client, one shape of refusal.
//
// Invariant: a call gives its data or throws `Problem` (the API said no) or `Unreachable` (nobody answered).
import createClient from "openapi-fetch";
import { report } from "./connection";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];
export type Ticket = Schemas["TicketView"];
export type Message = Schemas["MessageView"];
export type Address = Schemas["AddressView"];
export type Agent = Schemas["AgentView"];
export type Team = Schemas["TeamView"];
export type Contact = Schemas["ContactView"];
export type Me = Schemas["MeView"];
export type Status = Schemas["Status"];
export type Priority = Schemas["Priority"];
export type Sentiment = Schemas["Sentiment"];
export type PatchTicket = Schemas["PatchTicket"];

/** What the API refused, in its own words (RFC 9457). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly next: string;
  readonly requestId: string;
  readonly body: Record<string, unknown>;

  constructor(status: number, body: unknown) {
    const parts = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
    const text = (name: string, otherwise: string) =>
      typeof parts[name] === "string" ? parts[name] : otherwise;
    super(text("detail", `the server answered ${status}`));
    this.name = "Problem";
    this.status = status;
    this.code = text("code", "unknown");
    this.next = text("next", "");
    this.requestId = text("request_id", "");
    this.body = parts;
  }
}

/** Nobody answered: no network, or the server is away. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

export const api = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: "same-origin",
  headers: { "X-Lambdesk-Request": "1" },
  fetch: async (request) => {
    try {
      const answer = await fetch(request);
      report(answer.status < 502 || answer.status > 504 ? "up" : "down");
      return answer;
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
      report("down");
      throw new Unreachable("the server cannot be reached", { cause });
    }
  },
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of an answer, or a thrown `Problem`. */
export async function take<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw new Problem(response.status, error);
  return data as T;
}

/** A key that makes a repeated POST harmless. */
export function once(): { "Idempotency-Key": string } {
  return { "Idempotency-Key": crypto.randomUUID() };
}

/** The `If-Match` of a version. */
export function etag(version: number): string {
  return `"v${version}"`;
}

/** Whether an error means that nobody is signed in. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof Problem && error.status === 401;
}
