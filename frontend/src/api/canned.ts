// What the app asks and changes of canned responses.
import { queryOptions } from "@tanstack/react-query";
import { api, etag, once, take, type Schemas } from "./client";
import { client } from "./commands";

export type Canned = Schemas["CannedResponseView"];

/** Pages of a hundred that are read at most. */
const MOST_PAGES = 10;

/** Every canned response, by name. */
export const cannedListQuery = queryOptions({
  queryKey: ["canned"],
  queryFn: async () => {
    const found: Canned[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const query: { limit: number; cursor?: string } = cursor ? { limit: 100, cursor } : { limit: 100 };
      const answer: Schemas["PageView_CannedResponseView"] = await take(api.GET("/api/v1/canned-responses", { params: { query } }));
      found.push(...answer.items);
      cursor = answer.next ?? null;
      if (!cursor) break;
    }
    return found;
  },
  staleTime: 60_000,
});

export function cannedQuery(id: string) {
  return queryOptions({ queryKey: ["canned", id], queryFn: () => readCanned(id) });
}

/** Reads one past every cache. */
export async function readCanned(id: string): Promise<Canned> {
  return take(api.GET("/api/v1/canned-responses/{canned_response}", { params: { path: { canned_response: id } }, cache: "no-store" }));
}

/** Writes one over the version that was read, or a new one. */
export async function writeCanned(over: Canned | null, body: Schemas["WriteCannedResponse"]): Promise<Canned> {
  const written = await take(
    over
      ? api.PUT("/api/v1/canned-responses/{canned_response}", { params: { path: { canned_response: over.id }, header: { "If-Match": etag(over.version) } }, body })
      : api.POST("/api/v1/canned-responses", { params: { header: once() }, body }),
  );
  client.setQueryData(["canned", written.id], written);
  await client.invalidateQueries({ queryKey: ["canned"], exact: true });
  return written;
}

export async function removeCanned(canned: Canned): Promise<void> {
  const headers = { "If-Match": etag(canned.version) };
  await take(api.DELETE("/api/v1/canned-responses/{canned_response}", { params: { path: { canned_response: canned.id } }, headers }));
  client.removeQueries({ queryKey: ["canned", canned.id] });
  await client.invalidateQueries({ queryKey: ["canned"], exact: true });
}

/** Its text for a ticket, and the variables nothing is known for. */
export async function renderCanned(ticket: string, id: string): Promise<Schemas["RenderedView"]> {
  const params = { path: { ticket, canned_response: id }, header: once() };
  return take(api.POST("/api/v1/tickets/{ticket}/canned-responses/{canned_response}/render", { params }));
}
