// How far the sender of a mail is known to be who they say, from the checks of the receiving server.

export type Trust = "verified" | "unverified" | "failed" | "unknown";

/** What is known of the customer only from the text of a mail that somebody passed on, or from an agent. */
const HEARSAY: readonly string[] = ["forwarded_block", "attached_message", "original_header", "agent"];

/**
 * DMARC decides; without it, SPF or DKIM alone say nothing about the visible sender. The checks speak of who sent the
 * mail: when a colleague passed it on, they say nothing about the customer named in it.
 */
export function trustOf(verdicts: Readonly<Record<string, string>>, evidence: string | null = null): Trust {
  const dmarc = verdicts["dmarc"]?.toUpperCase();
  if (verdicts["spam"]?.toUpperCase() === "FAIL" || verdicts["virus"]?.toUpperCase() === "FAIL") return "failed";
  if (evidence !== null && HEARSAY.includes(evidence)) return dmarc === "FAIL" ? "failed" : "unverified";
  if (dmarc === "PASS") return "verified";
  if (dmarc === "FAIL") return "failed";
  return Object.keys(verdicts).length === 0 ? "unknown" : "unverified";
}
