// How often the app asks again. Invariant: never faster than `base`, never slower than a minute.

const SLOWEST = 60_000;

/** Milliseconds until the next question: a hidden page asks once a minute, failures double the wait. */
export function nextPoll(base: number, hidden: boolean, failures: number): number {
  if (hidden) return SLOWEST;
  return Math.min(SLOWEST, base * 2 ** Math.min(failures, 5));
}

/** The `refetchInterval` of a query. */
export function every(base: number) {
  return (query: { state: { fetchFailureCount: number; status: string } }) =>
    nextPoll(base, document.hidden, query.state.fetchFailureCount);
}
