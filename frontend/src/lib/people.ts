// Names and addresses as the screens show them.
import type { Address, Agent } from "../api/client";

/** What stands in a row: the name, or the address when there is none. */
export function nameOf(address: { name?: string | null; email: string } | null | undefined): string {
  return address?.name?.trim() || address?.email || "?";
}

/** One or two letters for an avatar. */
export function initials(name: string): string {
  const words = name.replace(/[^\p{L}\p{N}\s]/gu, " ").trim().split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => word?.match(/./u)?.[0] ?? "").join("").toLocaleUpperCase() || "?";
}

/** A number from 0 to 7 that stays the same for a person, to tint their avatar. */
export function tint(seed: string): number {
  let sum = 0;
  for (const letter of seed) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return sum % 8;
}

export function agentName(agents: readonly Agent[] | undefined, id: string | null | undefined): string | null {
  if (!id) return null;
  return agents?.find((agent) => agent.id === id)?.name ?? id;
}

const SHAPE = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/;

/** Reads what somebody typed into a recipient field: `a@b.c` or `Name <a@b.c>`. */
export function readAddress(typed: string): Address | null {
  const text = typed.trim().replace(/[,;]+$/, "");
  const named = /^(.*)<([^<>]+)>$/.exec(text);
  const email = (named?.[2] ?? text).trim();
  if (!SHAPE.test(email)) return null;
  const name = named?.[1]?.trim().replace(/^"|"$/g, "") || null;
  return { name, email };
}

/** Those of `list` who have not taken part yet. */
export function strangers(list: readonly Address[], known: readonly (string | null | undefined)[]): Address[] {
  const seen = new Set(known.map((email) => email?.toLowerCase()));
  return list.filter((address) => !seen.has(address.email.toLowerCase()));
}
