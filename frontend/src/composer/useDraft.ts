// The draft of the open ticket: kept while typing, found again after a reload, given back when a reply is taken back.
import { useRef, useState, type RefObject } from "react";
import { flushSync } from "react-dom";
import type { Message, Ticket } from "../api/client";
import { useMe } from "../shell/me";
import { asLines } from "./lines";
import { EMPTY, hasWords, readDraft, writeDraft, type AttachedFile, type Draft, type Mode } from "./drafts";

/** What can be taken over. */
export interface Suggested {
  /** Null when it came with the ticket and has no draft of its own. */
  id: string | null;
  text: string;
}

/** The field that is typed into. */
export interface Field {
  focus: () => void;
  /** Writes words at the cursor, as typing would. */
  insert: (text: string) => void;
}

export interface DraftState {
  value: Draft;
  /** Whether what is written is stored in this browser. */
  safe: boolean;
  open: boolean;
  /** Changes when words are set by something else than typing. */
  stamp: number;
  input: RefObject<Field | null>;
  /** Whether a canned response is being chosen, and the words that asked for it: left without a choice, they are written. */
  picking: string | null;
  pick: (asked: string | null) => void;
  /** Changes parts of it; what depends on the rest is told the rest as it is at that moment. */
  set: (part: Partial<Draft> | ((now: Draft) => Partial<Draft>)) => void;
  begin: (mode: Mode, all: boolean) => void;
  /** Puts the words of a reply that was taken back into the composer, above what is there. */
  restore: (message: Message, files?: AttachedFile[]) => void;
  /** Takes a suggested draft into an empty reply. */
  take: (suggested: Suggested) => void;
  /** Forgets what was sent. */
  clear: (mode: Mode) => void;
  close: () => void;
}

export function useDraft(ticket: Ticket): DraftState {
  const me = useMe();
  const agent = me.agent?.id ?? me.organisation;
  const input = useRef<Field>(null);
  const [picking, setPicking] = useState<string | null>(null);
  const [value, setValue] = useState(() => readDraft(localStorage, agent, ticket.id));
  const [safe, setSafe] = useState(true);
  const [open, setOpen] = useState(() => hasWords(value));
  const [stamp, setStamp] = useState(0);
  // Several changes may come between two drawings, as when uploads end together: each begins where the one before ended.
  const latest = useRef(value);
  const put = (next: Draft) => {
    latest.current = next;
    setSafe(writeDraft(localStorage, agent, ticket.id, next));
    setValue(next);
  };
  return {
    value,
    safe,
    open,
    stamp,
    input,
    picking,
    pick: (asked) => {
      if (asked !== null && (!open || value.mode !== "reply")) {
        flushSync(() => {
          put({ ...value, mode: "reply" });
          setOpen(true);
        });
      }
      setPicking(asked);
    },
    set: (part) => {
      const now = latest.current;
      const next = { ...now, ...(typeof part === "function" ? part(now) : part) };
      // What the reply answers is what was there at its first letter.
      if (next.reply.trim() === "") {
        next.draft = null;
        next.canned = [];
      }
      if (next.reply.trim() === "" && next.files.length === 0) next.seen = null;
      else next.seen ??= ticket.public_count;
      put(next);
    },
    begin: (mode, all) => {
      flushSync(() => {
        put({ ...value, mode, all, ...(all === value.all ? {} : { to: null, cc: [], bcc: [] }) });
        setOpen(true);
      });
      input.current?.focus();
    },
    restore: (message, files = []) => {
      const now = readDraft(localStorage, agent, ticket.id);
      const words = [message.text ?? "", now.reply].filter((part) => part.trim() !== "").join("\n\n");
      const rich = message.html != null || now.html !== "";
      const html = rich ? (message.html ?? asLines(message.text ?? "")) + (now.html || (now.reply && asLines(now.reply))) : "";
      put({ ...now, mode: "reply", reply: words, html, files: [...files, ...now.files], seen: null });
      setStamp(stamp + 1);
      setOpen(true);
    },
    take: (suggested) => {
      if (value.reply.trim() !== "") return;
      const seen = value.seen ?? ticket.public_count;
      flushSync(() => {
        put({ ...value, mode: "reply", reply: suggested.text, html: "", draft: suggested.id, seen });
        setStamp(stamp + 1);
        setOpen(true);
      });
      input.current?.focus();
    },
    clear: (mode) => {
      put(mode === "note" ? { ...value, note: "" } : { ...EMPTY, note: value.note });
      setStamp(stamp + 1);
      setOpen(false);
    },
    close: () => setOpen(false),
  };
}
