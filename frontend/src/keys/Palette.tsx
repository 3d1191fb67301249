// The command palette: everything that can be done now, and tickets by number or words.
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ticketPage } from "../api/queries";
import { nameOf } from "../lib/people";
import { Kbd } from "../ui/Button";
import { perform, useAllActions } from "./actions";
import type { Group } from "./catalogue";

/** What is at hand comes first. */
const GROUPS: readonly Group[] = ["ticket", "compose", "list", "go", "app"];

export default function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const [words, setWords] = useState("");
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  // The action may open a window of its own: it runs once this one is gone.
  const choose = (run: () => void) => {
    onClose();
    setTimeout(run, 0);
  };
  return (
    <dialog
      ref={dialog}
      className="modal palette"
      aria-label={t("keys.palette")}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <Command label={t("keys.palette")} loop>
        <Command.Input autoFocus placeholder={t("keys.palette_hint")} value={words} onValueChange={setWords} />
        <Command.List>
          <Command.Empty>{t("keys.nothing")}</Command.Empty>
          <Found words={words} onChoose={choose} />
          <Offered onChoose={choose} />
        </Command.List>
      </Command>
    </dialog>
  );
}

function Offered({ onChoose }: { onChoose: (run: () => void) => void }) {
  const { t } = useTranslation();
  const actions = useAllActions().filter((action) => action.id !== "palette");
  return GROUPS.map((group) => {
    const members = actions.filter((action) => action.group === group);
    if (members.length === 0) return null;
    return (
      <Command.Group key={group} heading={t(`keys.group.${group}`)}>
        {members.map((action) => (
          <Command.Item key={action.id} value={`${action.label} ${action.id}`} onSelect={() => onChoose(() => perform(action.id))}>
            <span className="grow">{action.label}</span>
            {action.keys[0] && <Kbd combo={action.keys[0]} />}
          </Command.Item>
        ))}
      </Command.Group>
    );
  });
}

function Found({ words, onChoose }: { words: string; onChoose: (run: () => void) => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const q = words.trim().replace(/^#/, "");
  const { data } = useQuery({
    queryKey: ["palette", q],
    queryFn: () => ticketPage({ q }, null, 6),
    enabled: q.length > 1 || /^\d+$/.test(q),
    placeholderData: (before) => before,
  });
  if (!q || !data || data.items.length === 0) return null;
  return (
    <Command.Group heading={t("keys.group.tickets")}>
      {data.items.map((ticket) => (
        <Command.Item
          key={ticket.id}
          value={`${words} ${ticket.id}`}
          onSelect={() =>
            onChoose(
              () => void navigate({ to: "/inbox/$queue/$ticket", params: { queue: "all", ticket: String(ticket.number) } }),
            )
          }
        >
          <span className="num muted">#{ticket.number}</span>
          <span className="grow cut">{ticket.subject}</span>
          <span className="muted cut">{nameOf({ name: ticket.customer_name ?? null, email: ticket.customer_email })}</span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}
