// What can be done to several tickets at once, by mouse and by the keys that act on one ticket otherwise.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PatchTicket, Priority, Status, Ticket } from "../api/client";
import { assign, patchAnyway, restoreStatus, setStatus } from "../api/commands";
import { agentsQuery, teamsQuery } from "../api/queries";
import { useActions, type Offer } from "../keys/actions";
import { useMay, useMe } from "../shell/me";
import { tagged, untagged } from "../lib/tags";
import { useKnownCategories } from "../ticket/Category";
import { SPAM_TAG } from "../ticket/useTicketActions";
import { Button } from "../ui/Button";
import { InlineInput } from "../ui/InlineInput";
import { Menu, type Choice } from "../ui/Menu";
import { changing, toast } from "../ui/toasts";
import { each } from "./bulk";
import { PRIORITIES, STATUSES } from "./queues";

interface Props {
  tickets: readonly Ticket[];
  onDone: () => void;
}

type Part = "status" | "priority" | "assignee" | "team" | "category" | "tags";

interface Change {
  work: (ticket: Ticket) => Promise<Ticket>;
  back: (after: Ticket, before: Ticket) => Promise<Ticket>;
  /** Tickets it is not tried on; they are told as refused. */
  fits?: (ticket: Ticket) => boolean;
}

export function BulkBar({ tickets, onDone }: Props) {
  const { t } = useTranslation();
  const may = useMay("change_tickets");
  const [part, setPart] = useState<Part | null>(null);
  const known = useKnownCategories();
  const { busy, run } = useBulk(tickets, onDone);
  const patch = (make: (ticket: Ticket) => PatchTicket, back: (before: Ticket) => PatchTicket) =>
    void run({ work: (one) => patchAnyway(one, make), back: (after, before) => patchAnyway(after, () => back(before)) });
  const status = (next: Status) =>
    void run({ work: (one) => setStatus(one.id, next), back: restoreStatus, fits: (one) => one.allowed_statuses.includes(next) });
  const tag = (word: string): Pick<Change, "work" | "back"> => ({
    work: (one) => patchAnyway(one, (now) => ({ tags: tagged(now.tags, word) })),
    back: (after, before) => (before.tags.includes(word) ? Promise.resolve(after) : patchAnyway(after, (now) => ({ tags: untagged(now.tags, word) }))),
  });
  const spam = () =>
    void run({
      work: (one) => patchAnyway(one, (now) => ({ tags: tagged(now.tags, SPAM_TAG), status: "resolved" })),
      back: async (after, before) => restoreStatus(await tag(SPAM_TAG).back(after, before), before),
      fits: (one) => one.allowed_statuses.includes("resolved"),
    });
  const take = () =>
    void run({
      work: (one) => assign(one.id, { assignee: "me" }),
      back: (after, before) => assign(after.id, { assignee: before.assignee ?? null }),
    });
  const open = (name: Part) => () => setPart(name);
  const offers: Offer[] = [
    { id: "resolve", run: () => status("resolved") },
    { id: "resolve-next", run: () => status("resolved") },
    { id: "spam", run: spam },
    { id: "take", run: take },
    { id: "assign", run: open("assignee") },
    { id: "team", run: open("team") },
    { id: "status", run: open("status") },
    { id: "priority", run: open("priority") },
    { id: "category", run: open("category") },
    { id: "tags", run: open("tags") },
  ];
  useActions(may ? [...offers, { id: "clear-selection", run: onDone }] : [{ id: "clear-selection", run: onDone }], { above: true });
  const off = busy || !may;
  const menu = { part, onPart: setPart, disabled: off };
  return (
    <div className="bulk" role="toolbar" aria-label={t("list.bulk")}>
      <span className="row bulk-count">
        <strong className="grow num" role="status">
          {t("list.selected", { count: tickets.length })}
        </strong>
        <Button small kind="quiet" onClick={onDone}>
          {t("list.select_none")}
        </Button>
      </span>
      <span className="row wrap bulk-do">
        <Button small disabled={off} onClick={() => status("resolved")}>
          {t("ticket.resolve")}
        </Button>
        <Button small disabled={off} onClick={take}>
          {t("ticket.take")}
        </Button>
        <People {...menu} onAssignee={(assignee) => patch(() => ({ assignee }), (one) => ({ assignee: one.assignee ?? null }))} />
        <Teams {...menu} onTeam={(team) => patch(() => ({ assigned_team: team }), (one) => ({ assigned_team: one.team ?? null }))} />
        <Choose
          {...menu}
          name="status"
          label={t("field.status")}
          choices={STATUSES.filter((one) => one !== "closed").map((value) => ({ value, label: t(`status.${value}`) }))}
          onChoose={(value) => status(value as Status)}
        />
        <Choose
          {...menu}
          name="priority"
          label={t("field.priority")}
          choices={PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))}
          onChoose={(value) => patch(() => ({ priority: value as Priority }), (one) => ({ priority: one.priority }))}
        />
        <Word
          {...menu}
          name="category"
          label={t("field.category")}
          known={known}
          onDone={(word) => word && patch(() => ({ category: word }), (one) => ({ category: one.category ?? null }))}
        />
        <Word
          {...menu}
          name="tags"
          label={t("field.tag")}
          onDone={(word) => word && void run(tag(word))}
        />
        <Button small disabled={off} onClick={spam} title={t("ticket.spam_text")}>
          {t("ticket.spam_short")}
        </Button>
      </span>
    </div>
  );
}

/** Does a change to all of them, says what came of it, and offers the way back for all at once. */
function useBulk(tickets: readonly Ticket[], onDone: () => void) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const tell = (refused: readonly Ticket[]) => {
    if (refused.length === 0) return;
    toast(t("list.bulk_refused", { numbers: refused.map((one) => `#${one.number}`).join(", ") }), { tone: "bad" });
  };
  const run = async (change: Change) => {
    if (!busy) await changing(() => all(change));
  };
  const all = async ({ work, back, fits = () => true }: Change) => {
    setBusy(true);
    const { done, refused } = await each(tickets.filter(fits), work);
    setBusy(false);
    tell([...refused, ...tickets.filter((one) => !fits(one))]);
    if (done.length > 0) {
      const undo = async () => {
        const before = new Map(done.map((one) => [one.after.id, one.before]));
        const after = done.map((one) => one.after);
        tell((await each(after, (one) => back(one, before.get(one.id) ?? one))).refused);
      };
      toast(t("list.bulk_done", { count: done.length }), {
        seconds: 10,
        action: { label: t("app.undo"), run: () => void undo() },
      });
    }
    onDone();
  };
  return { busy, run };
}

interface PartProps {
  part: Part | null;
  onPart: (part: Part | null) => void;
  disabled: boolean;
}

interface ChooseProps extends PartProps {
  name: Part;
  label: string;
  choices: readonly Choice[];
  onChoose: (value: string) => void;
}

function Choose({ part, onPart, disabled, name, label, choices, onChoose }: ChooseProps) {
  return (
    <Menu
      open={part === name}
      onOpenChange={(next) => onPart(next ? name : null)}
      label={`${label} …`}
      className="btn btn-small"
      disabled={disabled}
      trigger={<>{label} …</>}
      choices={choices}
      onChoose={onChoose}
    />
  );
}

function People({ onAssignee, ...menu }: PartProps & { onAssignee: (agent: string | null) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const { data: agents } = useQuery(agentsQuery);
  const choices = (agents ?? [])
    .filter((agent) => agent.active)
    .map((agent) => ({ value: agent.id, label: agent.id === me.agent?.id ? t("ticket.me", { name: agent.name }) : agent.name }));
  return (
    <Choose
      {...menu}
      name="assignee"
      label={t("field.assignee")}
      choices={[...choices, { value: "", label: t("ticket.nobody") }]}
      onChoose={(value) => onAssignee(value || null)}
    />
  );
}

function Teams({ onTeam, ...menu }: PartProps & { onTeam: (team: string | null) => void }) {
  const { t } = useTranslation();
  const { data: teams } = useQuery(teamsQuery);
  if (!teams || teams.length === 0) return null;
  return (
    <Choose
      {...menu}
      name="team"
      label={t("field.assigned_team")}
      choices={[...teams.map((team) => ({ value: team.id, label: team.name })), { value: "", label: t("ticket.no_team") }]}
      onChoose={(value) => onTeam(value || null)}
    />
  );
}

interface WordProps extends PartProps {
  name: Part;
  label: string;
  known?: readonly string[];
  onDone: (word: string) => void;
}

function Word({ part, onPart, disabled, name, label, known = [], onDone }: WordProps) {
  if (part !== name) {
    return (
      <Button small disabled={disabled} onClick={() => onPart(name)}>
        {label} …
      </Button>
    );
  }
  return (
    <InlineInput
      label={label}
      known={known}
      onLeave={() => onPart(null)}
      onDone={(word) => {
        onPart(null);
        onDone(word);
      }}
    />
  );
}
