// Moments a reply may be sent at. Invariant: each is in the future and within the 90 days the API takes.

const DAY_MS = 86_400_000;
const MOST_DAYS = 90;

export interface Moment {
  name: "evening" | "tomorrow" | "monday";
  at: Date;
}

/** Usual moments from now, in the time of this browser. */
export function moments(now: Date): Moment[] {
  const on = (days: number, hour: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
  const toMonday = (8 - now.getDay()) % 7 || 7;
  const all: Moment[] = [
    { name: "evening", at: on(0, 18) },
    { name: "tomorrow", at: on(1, 8) },
    { name: "monday", at: on(toMonday, 8) },
  ];
  // On a Sunday tomorrow is Monday.
  return all.filter(({ name, at }) => at.getTime() > now.getTime() + 600_000 && !(name === "monday" && toMonday === 1));
}

/** Reads what a date field holds; null when it is not a moment a reply may be sent at. */
export function readMoment(typed: string, now: Date): Date | null {
  const at = new Date(typed);
  const ahead = at.getTime() - now.getTime();
  return ahead > 0 && ahead < MOST_DAYS * DAY_MS ? at : null;
}
