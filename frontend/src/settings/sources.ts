// What is typed about a database of accounts.

/** Names of columns, separated by commas or spaces, each once. */
export function columnsOf(typed: string): string[] {
  return [...new Set(typed.split(/[\s,]+/).filter(Boolean))];
}

/** One line for each plan: `team-2024 = enterprise`. A line without both sides says nothing. */
export function tiersOf(typed: string): Record<string, string> {
  const pairs = typed.split("\n").flatMap((line) => {
    const at = line.indexOf("=");
    const [plan, tier] = [line.slice(0, Math.max(at, 0)).trim(), line.slice(at + 1).trim()];
    return at > 0 && plan && tier ? [[plan, tier] as const] : [];
  });
  return Object.fromEntries(pairs);
}

export function tiersText(tiers: Readonly<Record<string, string>>): string {
  return Object.entries(tiers)
    .map(([plan, tier]) => `${plan} = ${tier}`)
    .join("\n");
}
