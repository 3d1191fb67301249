// Views: a queue with filters under a name. They are kept in this browser.
//
// Invariant: a view is an address of the inbox; opening it is the same as typing the address.
import { useSyncExternalStore } from "react";
import { readPreference, writePreference } from "../lib/preferences";
import { isQueue, readSearch, type Queue, type Search } from "./queues";

const NAME = "views";
const MOST = 30;

export interface View {
  name: string;
  queue: Queue;
  search: Search;
}

/** Reads stored views; what is broken is left out. */
export function readViews(text: string | null): View[] {
  try {
    const value: unknown = text === null ? [] : JSON.parse(text);
    return Array.isArray(value) ? value.flatMap(readView).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function readView(value: unknown): View[] {
  if (typeof value !== "object" || value === null) return [];
  const { name, queue, search } = value as Record<string, unknown>;
  if (typeof name !== "string" || !name.trim() || typeof queue !== "string" || !isQueue(queue)) return [];
  const filters = typeof search === "object" && search !== null ? (search as Record<string, unknown>) : {};
  return [{ name: name.trim().slice(0, 60), queue, search: readSearch(filters) }];
}

/** The views with one more, or with a new meaning for a name that is there. */
export function withView(views: readonly View[], view: View): View[] {
  return [...views.filter((one) => one.name !== view.name), view].slice(-MOST);
}

let views: readonly View[] = readViews(readPreference(NAME));
const listeners = new Set<() => void>();

function set(next: readonly View[]): void {
  views = next;
  writePreference(NAME, next.length > 0 ? JSON.stringify(next) : null);
  for (const listener of listeners) listener();
}

export function saveView(view: View): void {
  set(withView(views, view));
}

export function removeView(name: string): void {
  set(views.filter((one) => one.name !== name));
}

export function useViews(): readonly View[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => views,
  );
}
