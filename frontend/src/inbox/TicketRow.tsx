// One ticket in the list: who, what, how urgent, where it stands, whose it is.
import { Link } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../api/client";
import { agentsQuery } from "../api/queries";
import { languageName } from "../lib/languages";
import { agentName, nameOf } from "../lib/people";
import { Ago, Avatar, Chip } from "../ui/Bits";
import { Icon } from "../ui/Icon";
import { RowPresent } from "../presence/Present";
import { PriorityChip, StatusChip } from "../ticket/Chips";
import { TrustMark } from "../ticket/Trust";
import { pointed } from "./ahead";
import type { Queue, Search } from "./queues";
import { rowId } from "./focus";

interface Props {
  ticket: Ticket;
  queue: Queue;
  search: Search;
  active: boolean;
  open: boolean;
  selected: boolean;
  onSelect: (id: string) => void;
  onOpen: (ticket: Ticket) => void;
}

export const TicketRow = memo(function TicketRow(props: Props) {
  const { ticket, queue, search, active, open, selected, onSelect, onOpen } = props;
  const { t } = useTranslation();
  const name = nameOf({ name: ticket.customer_name ?? null, email: ticket.customer_email });
  const waits = isOurTurn(ticket);
  return (
    <div className="ticket-row" data-active={active} data-open={open} data-selected={selected} data-waits={waits}>
      <label className="row-check">
        <Avatar name={name} seed={ticket.customer_email} />
        <input
          type="checkbox"
          checked={selected}
          onChange={() => onSelect(ticket.id)}
          aria-label={t("list.select_one", { number: ticket.number })}
        />
      </label>
      <Link
        id={rowId(ticket.id)}
        className="row-link"
        to="/inbox/$queue/$ticket"
        params={{ queue, ticket: String(ticket.number) }}
        search={search}
        preload={false}
        onClick={() => onOpen(ticket)}
        onPointerEnter={() => pointed(ticket)}
        onPointerLeave={() => pointed(null)}
        aria-current={open ? "true" : undefined}
      >
        <span className="row-top">
          <span className="row-name">
            <span className="cut">{name}</span>
            <TrustMark ticket={ticket} />
          </span>
          {waits && <span className="sr">{t("list.waits")}</span>}
          <span className="row-time">
            <Ago at={ticket.updated_at} />
          </span>
        </span>
        <span className="row-subject cut">{ticket.subject || t("ticket.no_subject")}</span>
        <span className="row-foot">
          <span className="row-signs">
            <Signs ticket={ticket} />
          </span>
          <span className="row-preview cut">{ticket.preview.slice(0, 120)}</span>
          <Whose ticket={ticket} />
        </span>
      </Link>
      <RowPresent ticket={ticket.id} />
    </div>
  );
});

/** The customer spoke last, and the ticket is not finished. */
function isOurTurn(ticket: Ticket): boolean {
  if (["resolved", "closed"].includes(ticket.status)) return false;
  return (ticket.customer_wrote_at ?? "") > (ticket.agent_wrote_at ?? "");
}

function Signs({ ticket }: { ticket: Ticket }) {
  const { t, i18n } = useTranslation();
  const foreign = ticket.language && ticket.language !== "und" && !ticket.language.startsWith(i18n.language) ? ticket.language : null;
  return (
    <>
      {ticket.priority !== "medium" && <PriorityChip priority={ticket.priority} />}
      {ticket.status !== "open" && <StatusChip status={ticket.status} />}
      {ticket.quarantine && <Chip tone="bad">{t("ticket.held")}</Chip>}
      {ticket.automatic && <Chip>{t("ticket.automatic")}</Chip>}
      {ticket.category && <Chip tone="info">{ticket.category}</Chip>}
      {foreign && <Chip title={languageName(foreign, i18n.language)}>{foreign}</Chip>}
      {(ticket.sentiment === "frustrated" || ticket.sentiment === "negative") && (
        <Chip tone={ticket.sentiment === "frustrated" ? "warn" : "plain"}>{t(`sentiment.${ticket.sentiment}`)}</Chip>
      )}
      {ticket.suggested_reply && (
        <Chip tone="accent" title={t("ticket.draft_ready")}>
          <Icon name="reply" />
          <span className="sr">{t("ticket.draft_ready")}</span>
        </Chip>
      )}
    </>
  );
}

function Whose({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const { data: agents } = useQuery(agentsQuery);
  const name = agentName(agents, ticket.assignee);
  if (!name || !ticket.assignee) return null;
  return (
    <span className="row-whose" title={t("ticket.assigned_to", { name })}>
      <Avatar small name={name} seed={ticket.assignee} />
      <span className="sr">{t("ticket.assigned_to", { name })}</span>
    </span>
  );
}
