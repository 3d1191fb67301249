// What can be done to several tickets at once. One after the other, so that a refusal is known by its ticket.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../api/client";
import { act, assign, setStatus } from "../api/commands";
import { useMay } from "../shell/me";
import { Button } from "../ui/Button";
import { toast } from "../ui/toasts";

interface Props {
  tickets: readonly Ticket[];
  onDone: () => void;
}

export function BulkBar({ tickets, onDone }: Props) {
  const { t } = useTranslation();
  const may = useMay("change_tickets");
  const [busy, setBusy] = useState(false);
  const run = async (todo: readonly Ticket[], work: (one: Ticket) => Promise<unknown>, back: (one: Ticket) => Promise<unknown>) => {
    setBusy(true);
    const { done, refused } = await each(todo, work);
    setBusy(false);
    if (refused.length > 0) {
      toast(t("list.bulk_refused", { numbers: refused.map((one) => `#${one.number}`).join(", ") }), { tone: "bad" });
    }
    if (done.length > 0) {
      toast(t("list.bulk_done", { count: done.length }), {
        seconds: 10,
        action: { label: t("app.undo"), run: () => void each(done, back) },
      });
    }
    onDone();
  };
  const open = tickets.filter((ticket) => ticket.allowed_statuses.includes("resolved"));
  return (
    <div className="bulk" role="toolbar" aria-label={t("list.bulk")}>
      <span className="grow">{t("list.selected", { count: tickets.length })}</span>
      <Button
        small
        disabled={busy || !may || open.length === 0}
        onClick={() => void run(open, (one) => setStatus(one.id, "resolved"), (one) => act(one.id, "reopen"))}
      >
        {t("ticket.resolve")}
      </Button>
      <Button
        small
        disabled={busy || !may}
        onClick={() =>
          void run(
            tickets,
            (one) => assign(one.id, { assignee: "me" }),
            (one) => assign(one.id, { assignee: one.assignee ?? null }),
          )
        }
      >
        {t("ticket.take")}
      </Button>
      <Button small kind="quiet" onClick={onDone}>
        {t("app.cancel")}
      </Button>
    </div>
  );
}

async function each(tickets: readonly Ticket[], work: (one: Ticket) => Promise<unknown>) {
  const done: Ticket[] = [];
  const refused: Ticket[] = [];
  for (const ticket of tickets) {
    try {
      await work(ticket);
      done.push(ticket);
    } catch {
      refused.push(ticket);
    }
  }
  return { done, refused };
}
