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
  /** Only leads to where the action can be done, as from the list to the ticket. */
  leads?: true;
  run: () => void;
}

/** An action as it is shown: with its text and its keys. */
export interface Action extends Offer {
  label: string;
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
  if (awaited && isThere(awaited.id)) setTimeout(doAwaited, 0);
}

/** What is to be done once something offers it, and until when that is worth waiting for. */
let awaited: { id: ActionId; until: number } | null = null;
const PATIENCE_MS = 3_000;

/** Does an action as soon as something that is shown later offers it. */
export function performSoon(id: ActionId): void {
  awaited = { id, until: Date.now() + PATIENCE_MS };
}

function isThere(id: ActionId): boolean {
  return find((offer) => offer.id === id && !offer.leads) !== undefined;
}

function doAwaited(): void {
  if (!awaited) return;
  const { id, until } = awaited;
  awaited = null;
  if (Date.now() < until) find((offer) => offer.id === id && !offer.leads)?.run();
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

/** Enter and Space press what has the focus, and arrows scroll what is read; nothing else may happen then. */
function belongsToTarget(combo: string, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (combo === "enter") return target.closest("a[href], button, summary, [role=option]") !== null;
  if (/^(shift\+)?space$/.test(combo)) return target.closest("button, summary, input, [role=option]") !== null;
  return /^(arrow|home$)/.test(combo) && target.closest("[role=log], aside") !== null;
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open], [role=menu]")) return;
  const combo = comboOf(event);
  if (!combo) return;
  if (belongsToTarget(combo, event.target)) return;
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
