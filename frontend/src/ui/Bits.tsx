// Small signs: who, what, when.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { initials, tint } from "../lib/people";
import { ago, exactly } from "../lib/time";
import { useNow } from "./now";

export type Tone = "plain" | "good" | "warn" | "bad" | "info" | "accent" | "note";

export function Chip({ tone = "plain", title, children }: { tone?: Tone; title?: string; children: ReactNode }) {
  return (
    <span className={tone === "plain" ? "chip" : `chip chip-${tone}`} title={title}>
      {children}
    </span>
  );
}

/** Initials are drawn by the style sheet: they are not part of the words of what they stand in. */
export function Avatar({ name, seed, small }: { name: string; seed: string; small?: boolean }) {
  return (
    <span className={`avatar tint-${tint(seed)}${small ? " avatar-small" : ""}`} data-initials={initials(name)} aria-hidden="true" />
  );
}

/** A short distance in time that keeps itself right; the exact time is its title. */
export function Ago({ at }: { at: string }) {
  const { i18n } = useTranslation();
  const now = useNow();
  return (
    <time className="num" dateTime={at} title={exactly(at, i18n.language)}>
      {ago(at, now, i18n.language)}
    </time>
  );
}
