// An article as it is typed, and as it is sent. Invariant: an empty field is what the API takes for "not said".
import type { Schemas } from "../api/client";
import type { Article } from "../api/knowledge";

export interface Typed {
  title: string;
  body: string;
  language: string;
  url: string;
  tags: string;
  public: boolean;
}

export function asTyped(article: Article | null): Typed {
  if (!article) return { title: "", body: "", language: "", url: "", tags: "", public: true };
  const { title, body, url, tags } = article;
  return { title, body, language: article.language === "und" ? "" : article.language, url: url ?? "", tags: tags.join(", "), public: article.public };
}

export function contentOf(typed: Typed): Schemas["WriteArticle"] {
  return {
    title: typed.title.trim(),
    body: typed.body,
    language: typed.language.trim() || "und",
    url: typed.url.trim() || null,
    tags: [...new Set(typed.tags.split(",").map((tag) => tag.trim()).filter(Boolean))],
    public: typed.public,
  };
}
