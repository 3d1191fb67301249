// What can be done right now, by key and by palette.
//
// Invariant: an action that has a key is in the palette and on the sheet, and does the same in all three.
import { useEffect, useRef, useSyncExternalStore } from "react";
import { comboOf } from "./combo";

export type Group = "list" | "ticket" | "compose" | "go" | "app";

export interface Action {
  id: string;
  label: string;
  group: Group;
  /** Key combinations; none for actions of the palette only. */
  keys: readonly string[];
  run: () => void;
  /** Works while somebody is typing, too. */
  typing?: boolean;
}

let layers: { current: readonly Action[] }[] = [];
const listeners = new Set<() => void>();
let snapshot: readonly Action[] = [];

function changed(): void {
  snapshot = layers.flatMap((layer) => layer.current);
  for (const listener of listeners) listener();
}

/** Offers actions as long as the component is shown. The component shown last wins a key. */
export function useActions(actions: readonly Action[]): void {
  const layer = useRef<readonly Action[]>(actions);
  const ids = actions.map((action) => `${action.id} ${action.label}`).join("\n");
  useEffect(() => {
    layer.current = actions;
  });
  useEffect(() => {
    layers = [...layers, layer];
    return () => {
      layers = layers.filter((one) => one !== layer);
      changed();
    };
  }, []);
  useEffect(changed, [ids]);
}

/** Everything that can be done now. */
export function useAllActions(): readonly Action[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );
}

/** Does what is now behind an action; the palette may hold an older rendering of it. */
export function perform(id: string): void {
  find((action) => action.id === id)?.run();
}

function find(fits: (action: Action) => boolean): Action | undefined {
  for (const layer of layers.toReversed()) {
    const found = layer.current.find(fits);
    if (found) return found;
  }
  return undefined;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName)) &&
    !(target instanceof HTMLInputElement && target.type === "checkbox")
  );
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open], [role=menu]")) return;
  const combo = comboOf(event);
  const typing = isTyping(event.target);
  if (!combo) return;
  // Enter on a button or link presses it; nothing else may happen then.
  const pressing = event.target instanceof Element && event.target.closest("a[href], button, summary, [role=option]");
  if (combo === "enter" && pressing) return;
  const action = find((one) => one.keys.includes(combo) && (!typing || one.typing === true));
  if (!action) return;
  event.preventDefault();
  action.run();
}

/** Begins to listen for keys. */
export function listenForKeys(): void {
  window.addEventListener("keydown", onKey);
}
