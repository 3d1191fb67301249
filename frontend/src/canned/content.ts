// A canned response as it is typed, and which of them fit a ticket.
//
// Invariant: an empty field is what the API takes for "not said".
import type { Ticket } from "../api/client";
import type { Canned } from "../api/canned";
import type { Schemas } from "../api/client";

export interface Typed {
  name: string;
  shortcut: string;
  body: string;
  language: string;
  category: string;
  enabled: boolean;
}

export function asTyped(canned: Canned | null): Typed {
  if (!canned) return { name: "", shortcut: "", body: "", language: "", category: "", enabled: true };
  const { name, shortcut, body, category, enabled } = canned;
  return { name, shortcut, body, language: canned.language === "und" ? "" : canned.language, category: category ?? "", enabled };
}

export function contentOf(typed: Typed): Schemas["WriteCannedResponse"] {
  return {
    name: typed.name.trim(),
    shortcut: typed.shortcut.trim().toLowerCase(),
    body: typed.body,
    language: typed.language.trim() || "und",
    category: typed.category || null,
    enabled: typed.enabled,
  };
}

/** Those that are offered for a ticket, what fits its language and category best first; of one worth those used most. */
export function offered(all: readonly Canned[], ticket: Pick<Ticket, "language" | "category">): Canned[] {
  const base = (tag: string | null | undefined) => tag?.toLowerCase().split("-")[0] ?? "";
  const worth = (one: Canned) => {
    const spoken = one.language === "und" ? 1 : base(one.language) === base(ticket.language) ? 2 : 0;
    const about = one.category != null && one.category === ticket.category ? 1 : 0;
    return spoken * 2 + about;
  };
  return all.filter((one) => one.enabled).toSorted((a, b) => worth(b) - worth(a) || b.uses - a.uses || a.name.localeCompare(b.name));
}

/** The words on one line, as a look at them: with what stands in for a variable, or with dots. */
export function glance(body: string): string {
  return body.replace(/\{\{[^{}|]*(?:\|([^{}]*))?\}\}/g, (_, otherwise: string | undefined) => otherwise ?? "…").replace(/\s+/g, " ").trim().slice(0, 160);
}

/** Whether a slash typed behind these words asks for a canned response: at the beginning of a line or behind a blank. */
export function asksForCanned(before: string): boolean {
  return before === "" || /\s$/.test(before);
}
