// Sending what was written.
//
// Invariant: words leave the composer only once the server has them; a repeated try is the same request and sends one mail.
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem, type Address, type Schemas, type Ticket } from "../api/client";
import { deliver, freshTicket, note, refresh, reply } from "../api/commands";
import { exactly } from "../lib/time";
import { titleId } from "../ticket/titleId";
import { sentence } from "../ui/States";
import { changing, toast } from "../ui/toasts";
import type { DraftState } from "./useDraft";

export const UNDO_SECONDS = 10;

export interface Sender {
  busy: boolean;
  /** Ids of the messages that came in while the reply was written. */
  held: readonly string[];
  error: string | null;
  /** Sends now, after the undo window, or at a later moment. */
  send: (resolve: boolean, at?: Date) => Promise<void>;
  /** The agent has read the newer messages. */
  goOn: () => Promise<void>;
}

export function useSend(ticket: Ticket, draft: DraftState, onResolved: () => void): Sender {
  const { t, i18n } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [held, setHeld] = useState<readonly string[]>([]);
  const [error, setError] = useState<string | null>(null);
  const attempt = useRef({ body: "", key: "" });
  const keyFor = (body: unknown) => {
    const text = JSON.stringify(body);
    if (attempt.current.body !== text) attempt.current = { body: text, key: crypto.randomUUID() };
    return attempt.current.key;
  };

  const sendNote = async () => {
    const text = draft.value.note;
    await note(ticket.id, keyFor({ ticket: ticket.id, text }), text);
    draft.clear("note");
  };

  const sendReply = async (resolve: boolean, at?: Date) => {
    const { files } = draft.value;
    const body = bodyOf(draft, ticket, resolve, at);
    const message = await reply(ticket.id, keyFor({ ticket: ticket.id, ...body }), body);
    draft.clear("reply");
    setHeld([]);
    // The field is gone; whoever goes on by key or by ear goes on from the ticket.
    if (!resolve) document.getElementById(titleId(ticket))?.focus({ preventScroll: true });
    toast(at ? t("compose.scheduled", { time: exactly(at.toISOString(), i18n.language) }) : t("compose.sending"), {
      seconds: UNDO_SECONDS,
      counts: !at,
      action: {
        label: t("app.undo"),
        run: () =>
          void deliver(ticket.id, message.id, "cancel")
            .then(() => draft.restore(message, files))
            .catch((cause: unknown) => toast(sentence(cause, t("error.unreachable_text")), { tone: "bad" })),
      },
    });
    if (resolve) onResolved();
  };

  const send = async (resolve: boolean, at?: Date) => {
    setBusy(true);
    setError(null);
    try {
      await changing(() => (draft.value.mode === "note" ? sendNote() : sendReply(resolve, at)));
    } catch (cause) {
      if (cause instanceof Problem && cause.code === "newer_message") {
        const ids = cause.body["messages"];
        await refresh(ticket.id);
        setHeld(Array.isArray(ids) ? ids.map(String) : []);
      } else {
        // The draft was used or put away elsewhere: the words are the agent's own from here on.
        if (cause instanceof Problem && cause.status < 500 && draft.value.draft) draft.set({ draft: null });
        setError(sentence(cause, t("compose.kept")));
      }
    } finally {
      setBusy(false);
    }
  };

  return {
    busy,
    held,
    error,
    send,
    goOn: async () => {
      const now = await freshTicket(ticket.id);
      draft.set({ seen: now.public_count });
      setHeld([]);
    },
  };
}

function bodyOf(draft: DraftState, ticket: Ticket, resolve: boolean, at?: Date): Schemas["CreateReply"] {
  const { value } = draft;
  const people: Partial<Record<"to" | "cc" | "bcc", Address[]>> =
    value.to === null ? {} : { to: value.to, cc: value.cc, bcc: value.bcc };
  return {
    // Of a reply with formats the server makes the plain words, so that both parts of the mail say the same.
    ...(value.html ? { text: "", html: value.html } : { text: value.reply }),
    ...(at ? { send_at: at.toISOString() } : { undo_seconds: UNDO_SECONDS }),
    ...(value.quote === null ? {} : { quote_history: value.quote }),
    seen_messages: value.seen ?? ticket.public_count,
    attachments: value.files.map(({ upload, name }) => ({ upload, name })),
    ...(value.to === null ? { reply_all: value.all } : people),
    ...(value.draft ? { draft: value.draft } : {}),
    ...(value.canned.length > 0 ? { canned_responses: value.canned } : {}),
    ...(resolve ? { status: "resolved" } : {}),
  };
}
