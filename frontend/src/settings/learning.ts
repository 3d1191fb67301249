// Reports about judgements as a page shows them. Invariant: a share of nothing is a dash, never a number.
import type { Report } from "../api/learning";

/** A share of 0 to 1 in percent; a dash where there is nothing to take a share of. */
export function percent(share: number, of: number, language: string): string {
  if (of === 0 || !Number.isFinite(share)) return "–";
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: share > 0.99 && share < 1 ? 1 : 0 }).format(share);
}

/** What was taken for something else, most often first. */
export function mistakes(report: Report, most = 5): Report["confusion"] {
  return report.confusion
    .filter((cell) => cell.expected !== cell.predicted && cell.tickets > 0)
    .sort((a, b) => b.tickets - a.tickets)
    .slice(0, most);
}

/** The row of the table that the organisation acts by: the last that is not above its own threshold. */
export function acting(report: Report, threshold: number): number {
  return report.thresholds.findLastIndex((row) => row.threshold <= threshold + 0.005);
}
