// What can be done right now, by key and by palette.
//
// Invariant: an action that has a key is in the palette and on the sheet, and does the same in all three.
import { useEffect, useRef, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { keysOf, subscribe as onBindings } from "./bindings";
import { entryOf, twinLetter, type ActionId, type Group } from "./catalogue";
import { comboOf } from "./combo";

/** An action as it is offered. */
export interface Offer {
  id: ActionId;
  /** Where the text of the catalogue is not right for what it does now. */
  label?: string;
  run: () => void;
}

/** An action as it is shown: with its text and its keys. */
export interface Action extends Required<Offer> {
  group: Group;
  keys: readonly string[];
}

interface Layer {
  current: readonly Offer[];
  above: boolean;
  say: (id: ActionId) => string;
}

let layers: Layer[] = [];
const listeners = new Set<() => void>();
let snapshot: readonly Action[] = [];

function changed(): void {
  snapshot = ordered().flatMap((layer) =>
    layer.current.map((offer) => ({
      ...offer,
      label: offer.label ?? layer.say(offer.id),
      group: entryOf(offer.id).group,
      keys: keysOf(offer.id),
    })),
  );
  for (const listener of listeners) listener();
}

/** The layers from the one that loses a key to the one that wins it. */
function ordered(): Layer[] {
  return [...layers.filter((layer) => !layer.above), ...layers.filter((layer) => layer.above)];
}

/**
 * Offers actions as long as the component is shown. The component shown last wins a key, and one that says `above` wins it
 * from all others.
 */
export function useActions(offers: readonly Offer[], options: { above?: boolean } = {}): void {
  const { t, i18n } = useTranslation();
  const above = options.above ?? false;
  const layer = useRef<Layer>({ current: offers, above, say: String });
  const ids = offers.map((offer) => `${offer.id} ${offer.label ?? ""}`).join("\n");
  useEffect(() => {
    layer.current.current = offers;
    layer.current.say = (id) => t(entryOf(id).label as "app.close");
  });
  useEffect(() => {
    const mine = layer.current;
    layers = [...layers, mine];
    return () => {
      layers = layers.filter((one) => one !== mine);
      changed();
    };
  }, []);
  useEffect(changed, [ids, i18n.language]);
}

/** Everything that can be done now; of two offers of one action the one that would win. */
export function useAllActions(): readonly Action[] {
  const all = useSyncExternalStore(subscribe, () => snapshot);
  return [...new Map(all.map((action) => [action.id, action])).values()];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Does what is now behind an action; the palette may hold an older rendering of it. */
export function perform(id: ActionId): void {
  find((offer) => offer.id === id)?.run();
}

function find(fits: (offer: Offer) => boolean): Offer | undefined {
  for (const layer of ordered().toReversed()) {
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

/** The action a key press asks for. Inside a text only chords do anything. */
function asked(combo: string, typing: boolean): Offer | undefined {
  if (!typing) return find((offer) => keysOf(offer.id).includes(combo));
  const letter = twinLetter(combo);
  return (
    find((offer) => entryOf(offer.id).typing === true && keysOf(offer.id).includes(combo)) ??
    (letter === null ? undefined : find((offer) => entryOf(offer.id).twin === true && keysOf(offer.id).includes(letter)))
  );
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open], [role=menu]")) return;
  const combo = comboOf(event);
  if (!combo) return;
  // Enter on a button or link presses it; nothing else may happen then.
  const pressing = event.target instanceof Element && event.target.closest("a[href], button, summary, [role=option]");
  if (combo === "enter" && pressing) return;
  const offer = asked(combo, isTyping(event.target));
  if (!offer) return;
  event.preventDefault();
  offer.run();
}

/** Begins to listen for keys. */
export function listenForKeys(): void {
  window.addEventListener("keydown", onKey);
  onBindings(changed);
}
