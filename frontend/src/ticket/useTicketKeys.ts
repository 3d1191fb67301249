// The keys of an open ticket.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../api/client";
import type { DraftState, Suggested } from "../composer/useDraft";
import { useActions, type Offer } from "../keys/actions";
import { useMay } from "../shell/me";
import { toast } from "../ui/toasts";
import { useTicketActions } from "./useTicketActions";

export type MenuName = "status" | "priority" | "assignee" | "team" | "category" | "tags";

export interface Menus {
  open: MenuName | null;
  set: (open: MenuName | null) => void;
}

interface Props {
  ticket: Ticket;
  draft: DraftState;
  /** The draft that is offered, if one is. */
  offered: Suggested | null;
  panel: boolean;
  showPanel: (shown: boolean) => void;
  /** Shows translations or originals; absent when no message has a translation. */
  onTranslation?: (() => void) | undefined;
  /** Corrects who wrote the mail that opened the ticket; absent when no mail did. */
  onCorrect?: (() => void) | undefined;
  onBack: () => void;
}

export function useTicketKeys({ ticket, draft, offered, panel, showPanel, onTranslation, onCorrect, onBack }: Props): Menus {
  const { t } = useTranslation();
  const [open, set] = useState<MenuName | null>(null);
  const actions = useTicketActions();
  const mayChange = useMay("change_tickets");
  const mayReply = useMay("reply");
  const mayNote = useMay("write_note");
  const mayCanned = useMay("read_articles");
  const menu = (name: MenuName) => () => set(name);
  const copy = (text: string, said: string) => () =>
    void navigator.clipboard
      .writeText(text)
      .then(() => toast(said))
      .catch(() => toast(t("ticket.copy_failed"), { tone: "bad" }));
  const { number } = ticket;
  const offers: Offer[] = [
    { id: "back", run: onBack },
    { id: "copy", run: copy(`#${number}`, t("ticket.copied", { number })) },
    { id: "copy-link", run: copy(`${window.location.origin}/inbox/all/${number}`, t("ticket.link_copied", { number })) },
    { id: "panel", run: () => showPanel(!panel) },
    { id: "scroll-down", run: () => scrollThread(1) },
    { id: "scroll-up", run: () => scrollThread(-1) },
  ];
  if (onTranslation) offers.push({ id: "translation", run: onTranslation });
  if (mayReply && !ticket.quarantine) {
    offers.push(
      { id: "reply", run: () => draft.begin("reply", false) },
      { id: "reply-all", run: () => draft.begin("reply", true) },
    );
    if (mayCanned) offers.push({ id: "canned", run: () => draft.pick("") });
    if (offered) offers.push({ id: "draft", run: () => draft.take(offered) });
  }
  if (mayNote && !ticket.quarantine) offers.push({ id: "note", run: () => draft.begin("note", draft.value.all) });
  if (mayChange) {
    offers.push(
      { id: "reopen", run: () => void (ticket.allowed_statuses.includes("open") && actions.reopen(ticket)) },
      { id: "status", run: menu("status") },
      { id: "assign", run: menu("assignee") },
      { id: "team", run: menu("team") },
      { id: "priority", run: menu("priority") },
      { id: "category", run: menu("category") },
      { id: "tags", run: menu("tags") },
    );
    if (onCorrect) {
      const label = ticket.message_count > 1 ? { label: t("message.correct_first") } : {};
      offers.push({ id: "sender", run: onCorrect, ...label });
    }
  }
  useActions(offers);
  return { open, set };
}

/** Moves through the messages by a little less than what is seen of them, wherever the focus is. */
function scrollThread(direction: 1 | -1): void {
  const thread = document.querySelector(".thread");
  thread?.scrollBy({ top: direction * thread.clientHeight * 0.85 });
}
