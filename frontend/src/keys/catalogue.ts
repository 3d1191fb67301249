// Every action that can have a key, with the keys it has from the start.
//
// Invariant: one action has one line here; what can be done now is said where it is done, by the name of the line.

export type Group = "list" | "ticket" | "compose" | "go" | "app";

interface Entry {
  group: Group;
  /** Key combinations; none for actions of the palette only. */
  keys: readonly string[];
  /** Name of its text. */
  label: string;
  /** Works while somebody is typing, too. */
  typing?: true;
  /** While somebody is typing, Ctrl Shift and its letter do the same. */
  twin?: true;
}

export const CATALOGUE = {
  next: { group: "list", keys: ["j", "arrowdown"], label: "list.next" },
  previous: { group: "list", keys: ["k", "arrowup"], label: "list.previous" },
  open: { group: "list", keys: ["enter"], label: "list.open" },
  search: { group: "list", keys: ["/"], label: "list.search", twin: true },
  "bring-in": { group: "list", keys: ["home"], label: "list.refresh" },
  select: { group: "list", keys: ["x"], label: "list.select" },
  "select-range": { group: "list", keys: ["shift+x"], label: "list.select_range" },
  "select-all": { group: "list", keys: ["mod+a"], label: "list.select_all" },
  "clear-selection": { group: "list", keys: ["escape"], label: "list.select_none" },
  "save-view": { group: "list", keys: [], label: "view.save" },

  resolve: { group: "ticket", keys: ["e"], label: "ticket.resolve", twin: true },
  "resolve-next": { group: "ticket", keys: ["shift+e"], label: "ticket.resolve_next" },
  reopen: { group: "ticket", keys: ["o"], label: "ticket.reopen", twin: true },
  take: { group: "ticket", keys: ["i"], label: "ticket.take", twin: true },
  assign: { group: "ticket", keys: ["g"], label: "field.assignee", twin: true },
  team: { group: "ticket", keys: ["shift+g"], label: "field.assigned_team" },
  status: { group: "ticket", keys: ["s"], label: "field.status", twin: true },
  priority: { group: "ticket", keys: ["p"], label: "field.priority", twin: true },
  category: { group: "ticket", keys: ["c"], label: "field.category", twin: true },
  tags: { group: "ticket", keys: ["t"], label: "field.tags" },
  spam: { group: "ticket", keys: ["!"], label: "ticket.spam" },
  panel: { group: "ticket", keys: ["y"], label: "evidence.label", twin: true },
  translation: { group: "ticket", keys: ["l"], label: "message.translate", twin: true },
  sender: { group: "ticket", keys: [], label: "message.correct" },
  copy: { group: "ticket", keys: ["."], label: "ticket.copy" },
  "copy-link": { group: "ticket", keys: [], label: "ticket.copy_link" },
  "scroll-down": { group: "ticket", keys: ["space"], label: "ticket.scroll_down" },
  "scroll-up": { group: "ticket", keys: ["shift+space"], label: "ticket.scroll_up" },
  back: { group: "ticket", keys: ["u", "escape"], label: "ticket.back" },

  reply: { group: "compose", keys: ["r"], label: "compose.reply" },
  "reply-all": { group: "compose", keys: ["a"], label: "compose.reply_all", twin: true },
  note: { group: "compose", keys: ["n"], label: "compose.note" },
  draft: { group: "compose", keys: ["d"], label: "compose.use_draft_long", twin: true },
  canned: { group: "compose", keys: [";"], label: "compose.canned" },
  send: { group: "compose", keys: ["mod+enter"], label: "compose.send", typing: true },
  "send-resolve": { group: "compose", keys: ["mod+shift+enter"], label: "compose.send_resolve", typing: true },
  "send-later": { group: "compose", keys: [], label: "compose.later" },
  attach: { group: "compose", keys: [], label: "compose.attach" },

  "go-open": { group: "go", keys: ["1"], label: "queue.open" },
  "go-mine": { group: "go", keys: ["2"], label: "queue.mine" },
  "go-unassigned": { group: "go", keys: ["3"], label: "queue.unassigned" },
  "go-triage": { group: "go", keys: ["4"], label: "queue.triage" },
  "go-disagreed": { group: "go", keys: ["5"], label: "queue.disagreed" },
  "go-waiting": { group: "go", keys: ["6"], label: "queue.waiting" },
  "go-resolved": { group: "go", keys: ["7"], label: "queue.resolved" },
  "go-all": { group: "go", keys: ["8"], label: "queue.all" },
  "go-quarantine": { group: "go", keys: ["9"], label: "queue.quarantine" },
  "go-undelivered": { group: "go", keys: ["0"], label: "queue.undelivered" },
  "go-outgoing": { group: "go", keys: [], label: "nav.outgoing" },
  "go-parked": { group: "go", keys: [], label: "nav.parked" },
  "go-knowledge": { group: "go", keys: [], label: "nav.knowledge" },
  "go-canned": { group: "go", keys: [], label: "nav.canned" },
  "go-settings": { group: "go", keys: [], label: "nav.settings" },
  "go-start": { group: "go", keys: [], label: "nav.start" },

  palette: { group: "app", keys: ["mod+k"], label: "keys.palette", typing: true },
  sheet: { group: "app", keys: ["?"], label: "keys.sheet" },
  undo: { group: "app", keys: ["mod+z"], label: "keys.undo" },
} as const satisfies Record<string, Entry>;

export type ActionId = keyof typeof CATALOGUE;

export const GROUPS: readonly Group[] = ["list", "ticket", "compose", "go", "app"];

export function entryOf(id: ActionId): Entry {
  return CATALOGUE[id];
}

export const ACTION_IDS = Object.keys(CATALOGUE) as ActionId[];

/** The letter behind `mod+shift+letter`, for the twins of letters inside a text; null for other combinations. */
export function twinLetter(combo: string): string | null {
  return /^mod\+shift\+(.)$/u.exec(combo)?.[1] ?? null;
}
