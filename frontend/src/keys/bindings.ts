// Keys as this browser's user set them. Invariant: without a setting of their own, actions have the keys of the catalogue.
import { useSyncExternalStore } from "react";
import { readPreference, writePreference } from "../lib/preferences";
import { ACTION_IDS, entryOf, type ActionId } from "./catalogue";

const NAME = "keys";

export type Bindings = Readonly<Partial<Record<ActionId, readonly string[]>>>;

let bindings: Bindings = readBindings(readPreference(NAME));
const listeners = new Set<() => void>();

/** Reads stored keys; what is unknown or broken is left out. */
export function readBindings(text: string | null): Bindings {
  try {
    const value: unknown = text === null ? null : JSON.parse(text);
    if (typeof value !== "object" || value === null) return {};
    return Object.fromEntries(
      Object.entries(value).filter(
        ([id, keys]) =>
          (ACTION_IDS as readonly string[]).includes(id) && Array.isArray(keys) && keys.every((key) => typeof key === "string"),
      ),
    );
  } catch {
    return {};
  }
}

/** The keys of an action now. */
export function keysOf(id: ActionId, set: Bindings = bindings): readonly string[] {
  return set[id] ?? entryOf(id).keys;
}

/** Gives an action one key, none (""), or its own from the start (null). */
export function bind(id: ActionId, combo: string | null): void {
  const others = Object.fromEntries(Object.entries(bindings).filter(([name]) => name !== id));
  set(combo === null ? others : { ...others, [id]: combo === "" ? [] : [combo] });
}

export function unbindAll(): void {
  set({});
}

function set(next: Bindings): void {
  bindings = next;
  writePreference(NAME, Object.keys(next).length > 0 ? JSON.stringify(next) : null);
  for (const listener of listeners) listener();
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useBindings(): Bindings {
  return useSyncExternalStore(subscribe, () => bindings);
}

/**
 * Other actions that a key is already given to. Two actions may share a key when they are never offered at once, as the two
 * meanings of Escape; only those are not told that share it from the start.
 */
export function clashes(id: ActionId, set: Bindings): ActionId[] {
  const mine = keysOf(id, set);
  return ACTION_IDS.filter(
    (other) =>
      other !== id &&
      keysOf(other, set).some((key) => mine.includes(key) && !(entryOf(id).keys.includes(key) && entryOf(other).keys.includes(key))),
  );
}
