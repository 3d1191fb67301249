// Small sums of money as people read them. Invariant: a sum that is not nothing is never shown as nothing.

const CENT = 10_000;

/** Micro-dollars as cents below a dollar, as dollars from there on; at least two digits that say something. */
export function money(microusd: number, language: string): string {
  if (microusd >= 100 * CENT) {
    return new Intl.NumberFormat(language, { style: "currency", currency: "USD" }).format(microusd / 1_000_000);
  }
  const cents = new Intl.NumberFormat(language, { maximumSignificantDigits: microusd >= 10 * CENT ? 3 : 2 }).format(microusd / CENT);
  return `${cents} ¢`;
}

/** What was typed as dollars, in micro-dollars; null when the field is empty, NaN when it is no sum. */
export function microusd(typed: string): number | null {
  const text = typed.trim().replace(",", ".");
  if (text === "") return null;
  return /^\d+(\.\d{1,6})?$/.test(text) ? Math.round(Number(text) * 1_000_000) : NaN;
}

/** Micro-dollars as they are typed. */
export function dollars(microusd: number | null | undefined): string {
  return microusd == null ? "" : String(microusd / 1_000_000);
}
