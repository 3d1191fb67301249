// The translation of a message, when the API has one. Invariant: without one, nothing about translations is shown.
import type { Message } from "../api/client";

export interface Translation {
  text: string;
  /** Language of the original, BCP 47; null when it is not said. */
  from: string | null;
}

/** Reads the part leniently: a text, or an object with text and language of the original. */
export function translationOf(message: Message): Translation | null {
  const part = (message as Message & { translation?: unknown }).translation;
  if (typeof part === "string") return part.trim() === "" ? null : { text: part, from: null };
  if (typeof part !== "object" || part === null) return null;
  const { text, from } = part as Record<string, unknown>;
  if (typeof text !== "string" || text.trim() === "") return null;
  return { text, from: typeof from === "string" ? from : null };
}
