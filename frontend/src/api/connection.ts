// Whether the server can be reached, as the last call saw it.
import { useSyncExternalStore } from "react";

export type Connection = "up" | "down";

let state: Connection = "up";
const listeners = new Set<() => void>();

export function report(next: Connection): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  const offline = () => report("down");
  const wake = () => listener();
  listeners.add(listener);
  window.addEventListener("offline", offline);
  window.addEventListener("online", wake);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("offline", offline);
    window.removeEventListener("online", wake);
  };
}

export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => state);
}
