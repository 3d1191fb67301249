// The head of a ticket: what it is about, where it stands, whose it is.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { PatchTicket, Priority, Status, Ticket } from "../api/client";
import { agentsQuery, teamsQuery } from "../api/queries";
import { PRIORITIES } from "../inbox/queues";
import { agentName } from "../lib/people";
import { useMay, useMe } from "../shell/me";
import { Button, IconButton } from "../ui/Button";
import { Avatar } from "../ui/Bits";
import { Icon } from "../ui/Icon";
import { Menu } from "../ui/Menu";
import { Present } from "../presence/Present";
import { Category } from "./Category";
import { PriorityChip, StatusChip } from "./Chips";
import { Tags } from "./Tags";
import { titleId } from "./titleId";
import { useTicketActions } from "./useTicketActions";
import type { MenuName, Menus } from "./useTicketKeys";

interface Props {
  ticket: Ticket;
  menus: Menus;
  panel: boolean;
  onPanel: () => void;
  onEdit: (patch: PatchTicket) => void;
  onBack: () => void;
  onLeave: (ticket: Ticket) => void;
}

export function Header({ ticket, menus, panel, onPanel, onEdit, onBack, onLeave }: Props) {
  const { t } = useTranslation();
  const may = useMay("change_tickets");
  const actions = useTicketActions();
  const done = ["resolved", "closed"].includes(ticket.status);
  const finish = () => {
    if (done) return void actions.reopen(ticket);
    onLeave(ticket);
    return void actions.resolve(ticket);
  };
  return (
    <header className="ticket-head">
      <div className="row">
        <IconButton icon="back" label={t("ticket.back")} action="back" onClick={onBack} className="only-narrow" />
        <h1 className="grow" id={titleId(ticket)} tabIndex={-1}>
          {ticket.subject || t("ticket.no_subject")} <span className="muted num">#{ticket.number}</span>
        </h1>
        <Button
          disabled={!may || (!done && !ticket.allowed_statuses.includes("resolved"))}
          title={may ? undefined : t("error.refused")}
          onClick={finish}
        >
          <Icon name={done ? "back" : "resolved"} /> {done ? t("ticket.reopen") : t("ticket.resolve")}
        </Button>
        <IconButton icon="panel" label={t("evidence.label")} action="panel" aria-pressed={panel} onClick={onPanel} />
      </div>
      <div className="ticket-fields row wrap">
        <StatusMenu ticket={ticket} menus={menus} disabled={!may} />
        <Menu
          {...controlled(menus, "priority")}
          label={`${t("field.priority")}: ${t(`priority.${ticket.priority}`)}`}
          className="btn btn-quiet btn-small"
          disabled={!may}
          trigger={<PriorityChip priority={ticket.priority} />}
          value={ticket.priority}
          choices={PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))}
          onChoose={(value) => onEdit({ priority: value as Priority })}
        />
        <AssigneeMenu ticket={ticket} menus={menus} disabled={!may} onEdit={onEdit} />
        <TeamMenu ticket={ticket} menus={menus} disabled={!may} onEdit={onEdit} />
        <Category ticket={ticket} menus={menus} disabled={!may} onEdit={onEdit} />
        <Tags ticket={ticket} menus={menus} disabled={!may} onEdit={onEdit} />
      </div>
      <Present ticket={ticket.id} />
    </header>
  );
}

function controlled(menus: Menus, name: MenuName) {
  return {
    open: menus.open === name,
    onOpenChange: (open: boolean) => menus.set(open ? name : null),
  };
}

interface FieldProps {
  ticket: Ticket;
  menus: Menus;
  disabled: boolean;
  onEdit: (patch: PatchTicket) => void;
}

function StatusMenu({ ticket, menus, disabled }: Omit<FieldProps, "onEdit">) {
  const { t } = useTranslation();
  const actions = useTicketActions();
  const choices = [ticket.status, ...ticket.allowed_statuses].map((value) => ({ value, label: t(`status.${value}`) }));
  return (
    <Menu
      {...controlled(menus, "status")}
      label={`${t("field.status")}: ${t(`status.${ticket.status}`)}`}
      className="btn btn-quiet btn-small"
      disabled={disabled}
      trigger={<StatusChip status={ticket.status} />}
      value={ticket.status}
      choices={choices}
      onChoose={(value) => {
        if (value !== ticket.status) void actions.move(ticket, value as Status);
      }}
    />
  );
}

function AssigneeMenu({ ticket, menus, disabled, onEdit }: FieldProps) {
  const { t } = useTranslation();
  const me = useMe();
  const { data: agents } = useQuery(agentsQuery);
  const name = agentName(agents, ticket.assignee);
  const others = (agents ?? []).filter((agent) => agent.active && agent.id !== me.agent?.id);
  const mine = me.agent ? [{ value: me.agent.id, label: t("ticket.me", { name: me.agent.name }) }] : [];
  return (
    <Menu
      {...controlled(menus, "assignee")}
      label={`${t("field.assignee")}: ${name ?? t("ticket.nobody")}`}
      className="btn btn-quiet btn-small"
      disabled={disabled}
      trigger={
        name && ticket.assignee ? (
          <>
            <Avatar small name={name} seed={ticket.assignee} /> {name}
          </>
        ) : (
          <>
            <Icon name="unassigned" /> {t("ticket.nobody")}
          </>
        )
      }
      value={ticket.assignee ?? ""}
      choices={[...mine, ...others.map((agent) => ({ value: agent.id, label: agent.name })), { value: "", label: t("ticket.nobody") }]}
      onChoose={(value) => onEdit({ assignee: value || null })}
    />
  );
}

function TeamMenu({ ticket, menus, disabled, onEdit }: FieldProps) {
  const { t } = useTranslation();
  const { data: teams } = useQuery(teamsQuery);
  if (!teams || (teams.length === 0 && !ticket.team)) return null;
  const team = teams.find((one) => one.id === ticket.team);
  return (
    <Menu
      {...controlled(menus, "team")}
      label={`${t("field.assigned_team")}: ${team?.name ?? t("ticket.no_team")}`}
      className="btn btn-quiet btn-small"
      disabled={disabled}
      trigger={<>{team?.name ?? t("ticket.no_team")}</>}
      value={ticket.team ?? ""}
      choices={[...teams.map((one) => ({ value: one.id, label: one.name })), { value: "", label: t("ticket.no_team") }]}
      onChoose={(value) => onEdit({ assigned_team: value || null })}
    />
  );
}
