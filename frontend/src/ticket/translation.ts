// What a model said about the messages of a ticket. Invariant: without a translation, nothing about translations is shown.
import type { Schemas } from "../api/client";

type Triage = Pick<Schemas["TriageView"], "message" | "reading" | "rules" | "model">;

export interface Translation {
  text: string;
  /** Language of the original, BCP 47; null when it is not known. */
  from: string | null;
}

export interface Readings {
  /** Translations by the id of their message. */
  translations: ReadonlyMap<string, Translation>;
  /** What the ticket is about, in one line; null when nobody said. */
  summary: string | null;
}

/** Reads what triage found, oldest first: a later judgement of a message takes the place of an earlier one. */
export function readingsOf(found: readonly Triage[]): Readings {
  const translations = new Map<string, Translation>();
  let summary: string | null = null;
  for (const { message, reading, rules, model } of found) {
    const text = reading?.translation_en?.trim();
    const language = (model ?? rules).language;
    if (text) translations.set(message, { text, from: language === "und" ? null : language });
    summary = reading?.summary.trim() || summary;
  }
  return { translations, summary };
}
