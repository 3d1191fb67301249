// How far the sender of a mail is known to be who they say, from the checks of the receiving server.

export type Trust = "verified" | "unverified" | "failed" | "unknown";

/** DMARC decides; without it, SPF or DKIM alone say nothing about the visible sender. */
export function trustOf(verdicts: Readonly<Record<string, string>>): Trust {
  const dmarc = verdicts["dmarc"]?.toUpperCase();
  if (verdicts["spam"]?.toUpperCase() === "FAIL" || verdicts["virus"]?.toUpperCase() === "FAIL") return "failed";
  if (dmarc === "PASS") return "verified";
  if (dmarc === "FAIL") return "failed";
  return Object.keys(verdicts).length === 0 ? "unknown" : "unverified";
}
