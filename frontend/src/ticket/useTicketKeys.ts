// The keys of an open ticket.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../api/client";
import type { DraftState } from "../composer/useDraft";
import { useActions } from "../keys/actions";
import { useMay } from "../shell/me";
import { toast } from "../ui/toasts";
import { useTicketActions } from "./useTicketActions";

export type MenuName = "status" | "priority" | "assignee" | "team" | "tags";

export interface Menus {
  open: MenuName | null;
  set: (open: MenuName | null) => void;
}

interface Props {
  ticket: Ticket;
  draft: DraftState;
  panel: boolean;
  showPanel: (shown: boolean) => void;
  onBack: () => void;
}

export function useTicketKeys({ ticket, draft, panel, showPanel, onBack }: Props): Menus {
  const { t } = useTranslation();
  const [open, set] = useState<MenuName | null>(null);
  const actions = useTicketActions();
  const mayChange = useMay("change_tickets");
  const mayReply = useMay("reply");
  const mayNote = useMay("write_note");
  const menu = (name: MenuName) => () => set(name);
  const copy = () => {
    void navigator.clipboard
      .writeText(`#${ticket.number}`)
      .then(() => toast(t("ticket.copied", { number: ticket.number })))
      .catch(() => toast(t("ticket.copy_failed"), { tone: "bad" }));
  };
  useActions([
    { id: "back", group: "ticket", keys: ["u", "escape"], label: t("ticket.back"), run: onBack },
    { id: "copy", group: "ticket", keys: ["."], label: t("ticket.copy"), run: copy },
    { id: "panel", group: "ticket", keys: ["y"], label: t("evidence.label"), run: () => showPanel(!panel) },
    ...(mayReply
      ? ([
          { id: "reply", group: "compose", keys: ["r"], label: t("compose.reply"), run: () => draft.begin("reply", false) },
          { id: "reply-all", group: "compose", keys: ["a"], label: t("compose.reply_all"), run: () => draft.begin("reply", true) },
        ] as const)
      : []),
    ...(mayNote
      ? ([{ id: "note", group: "compose", keys: ["n"], label: t("compose.note"), run: () => draft.begin("note", draft.value.all) }] as const)
      : []),
    ...(mayChange
      ? ([
          { id: "reopen", group: "ticket", keys: ["o"], label: t("ticket.reopen"), run: () => void actions.reopen(ticket) },
          { id: "status", group: "ticket", keys: ["s"], label: t("field.status"), run: menu("status") },
          { id: "assign", group: "ticket", keys: ["g"], label: t("field.assignee"), run: menu("assignee") },
          { id: "team", group: "ticket", keys: ["shift+g"], label: t("field.assigned_team"), run: menu("team") },
          { id: "priority", group: "ticket", keys: ["p"], label: t("field.priority"), run: menu("priority") },
          { id: "tags", group: "ticket", keys: ["t"], label: t("field.tags"), run: menu("tags") },
        ] as const)
      : []),
  ]);
  return { open, set };
}
