// Which questions are asked again. Invariant: what the API refused is not asked again by itself.
import { Problem } from "../api/client";

/** Nobody answered, or the server or something before it failed: try again, twice. */
export function shouldRetry(failures: number, error: unknown): boolean {
  if (failures >= 2) return false;
  return error instanceof Problem ? error.status >= 500 : true;
}

export function nextRetry(failures: number): number {
  return Math.min(4_000, 500 * 2 ** failures);
}
