// Times as people read them. Invariant: the exact time is always available beside the short one.

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["minute", 60],
  ["hour", 3_600],
  ["day", 86_400],
  ["week", 604_800],
];

/** A short distance such as "5m", for a row of a list. */
export function ago(then: string, now: number, language: string): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(then)) / 1_000));
  if (seconds < 60) return language.startsWith("de") ? "jetzt" : "now";
  if (seconds >= 14 * 86_400) {
    const sameYear = new Date(then).getFullYear() === new Date(now).getFullYear();
    return new Intl.DateTimeFormat(language, {
      day: "numeric",
      month: "short",
      ...(sameYear ? {} : { year: "numeric" }),
    }).format(new Date(then));
  }
  const [unit, size] = STEPS.findLast(([, size]) => seconds >= size) ?? ["minute", 60];
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "narrow" }).format(
    Math.floor(seconds / size),
  );
}

/** Date and time in full. */
export function exactly(then: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(then));
}
