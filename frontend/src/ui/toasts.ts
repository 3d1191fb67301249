// Short messages at the foot of the page, some with a way back.
//
// Invariant: what is undone by key is the newest change, also while that change is still on its way.
import { useSyncExternalStore } from "react";

export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "bad";
  /** Shown with the seconds left. */
  until: number;
  counts: boolean;
  action?: { label: string; run: () => void };
}

let toasts: readonly Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

interface Options {
  tone?: Toast["tone"];
  seconds?: number;
  counts?: boolean;
  action?: Toast["action"];
}

/** Shows a message and gives a way to take it down. */
export function toast(text: string, options: Options = {}): () => void {
  last += 1;
  const id = last;
  const seconds = options.seconds ?? (options.tone === "bad" ? 12 : 6);
  const one: Toast = {
    id,
    text,
    tone: options.tone ?? "plain",
    until: Date.now() + seconds * 1_000,
    counts: options.counts ?? false,
    ...(options.action ? { action: options.action } : {}),
  };
  set([...toasts.slice(-3), one]);
  setTimeout(() => dismiss(id), seconds * 1_000);
  return () => dismiss(id);
}

export function dismiss(id: number): void {
  if (toasts.some((one) => one.id === id)) set(toasts.filter((one) => one.id !== id));
}

/** Changes on their way, oldest first. */
let running: readonly Promise<unknown>[] = [];

/** Does a change that shows its way back when it is done. Until then undo by key waits for it. */
export async function changing<T>(work: () => Promise<T>): Promise<T> {
  const change = work();
  running = [...running, change];
  try {
    return await change;
  } finally {
    running = running.filter((one) => one !== change);
  }
}

/**
 * Does the way back of the newest change. One that is on its way is waited for, and when it comes to nothing, so does this:
 * a change before it was not meant.
 */
export async function undoLast(): Promise<void> {
  const newest = running.at(-1);
  const before = newest ? last : 0;
  await newest?.catch(() => undefined);
  const one = toasts.findLast((candidate) => candidate.action && candidate.id > before);
  if (!one) return;
  dismiss(one.id);
  one.action?.run();
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
}
