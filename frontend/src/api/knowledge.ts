// What the app asks and changes of the knowledge base.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, etag, once, take, type Schemas } from "./client";
import { client } from "./commands";

export type Article = Schemas["ArticleView"];

export const articlesQuery = infiniteQueryOptions({
  queryKey: ["articles"],
  queryFn: ({ pageParam }) => take(api.GET("/api/v1/articles", { params: { query: { limit: 100, ...(pageParam ? { cursor: pageParam } : {}) } } })),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next ?? null,
});

/** One article, if there is any. */
export function anyArticle() {
  return take(api.GET("/api/v1/articles", { params: { query: { limit: 1 } } }));
}

export function articleQuery(article: string) {
  return queryOptions({
    queryKey: ["article", article],
    queryFn: () => take(api.GET("/api/v1/articles/{article}", { params: { path: { article } } })),
  });
}

export function hitsQuery(q: string) {
  return queryOptions({
    queryKey: ["hits", q],
    queryFn: () => take(api.GET("/api/v1/knowledge/search", { params: { query: { q, limit: 5 } } })),
    gcTime: 60_000,
  });
}

/** Reads an article past every cache. */
export async function freshArticle(article: string): Promise<Article> {
  return keep(await take(api.GET("/api/v1/articles/{article}", { params: { path: { article } }, cache: "no-store" })));
}

/** Writes an article over the version that was read, or a new one. */
export async function writeArticle(over: Article | null, body: Schemas["WriteArticle"]): Promise<Article> {
  const written = await take(
    over
      ? api.PUT("/api/v1/articles/{article}", { params: { path: { article: over.id }, header: { "If-Match": etag(over.version) } }, body })
      : api.POST("/api/v1/articles", { params: { header: once() }, body }),
  );
  await stale();
  return keep(written);
}

export async function removeArticle(article: Article): Promise<void> {
  const headers = { "If-Match": etag(article.version) };
  await take(api.DELETE("/api/v1/articles/{article}", { params: { path: { article: article.id } }, headers }));
  client.removeQueries({ queryKey: ["article", article.id] });
  await stale();
}

export async function importArticle(path: string, text: string) {
  return take(api.POST("/api/v1/articles/import", { params: { header: once() }, body: { path, text } }));
}

function keep(article: Article): Article {
  client.setQueryData(["article", article.id], article);
  return article;
}

async function stale(): Promise<void> {
  await Promise.all([client.invalidateQueries({ queryKey: ["articles"] }), client.invalidateQueries({ queryKey: ["hits"] })]);
}
