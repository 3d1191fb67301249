// The draft of the open ticket: kept while typing, found again after a reload, given back when a reply is taken back.
import { useRef, useState, type RefObject } from "react";
import { flushSync } from "react-dom";
import type { Message, Ticket } from "../api/client";
import { useMe } from "../shell/me";
import { EMPTY, hasWords, readDraft, writeDraft, type AttachedFile, type Draft, type Mode } from "./drafts";

export interface DraftState {
  value: Draft;
  /** Whether what is written is stored in this browser. */
  safe: boolean;
  open: boolean;
  input: RefObject<HTMLTextAreaElement | null>;
  set: (part: Partial<Draft>) => void;
  begin: (mode: Mode, all: boolean) => void;
  /** Puts the words of a reply that was taken back into the composer, above what is there. */
  restore: (message: Message, files?: AttachedFile[]) => void;
  /** Forgets what was sent. */
  clear: (mode: Mode) => void;
  close: () => void;
}

export function useDraft(ticket: Ticket): DraftState {
  const me = useMe();
  const agent = me.agent?.id ?? me.organisation;
  const input = useRef<HTMLTextAreaElement>(null);
  const [value, setValue] = useState(() => readDraft(localStorage, agent, ticket.id));
  const [safe, setSafe] = useState(true);
  const [open, setOpen] = useState(() => hasWords(value));
  const put = (next: Draft) => {
    setSafe(writeDraft(localStorage, agent, ticket.id, next));
    setValue(next);
  };
  return {
    value,
    safe,
    open,
    input,
    set: (part) => {
      const next = { ...value, ...part };
      // What the reply answers is what was there at its first letter.
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
      put({ ...now, mode: "reply", reply: words, files: [...files, ...now.files], seen: null });
      setOpen(true);
    },
    clear: (mode) => {
      put(mode === "note" ? { ...value, note: "" } : { ...EMPTY, note: value.note });
      setOpen(false);
    },
    close: () => setOpen(false),
  };
}
