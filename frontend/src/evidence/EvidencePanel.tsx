// What is known about the customer and the ticket. A part that does not exist yet says so instead of showing nothing.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Message, Ticket } from "../api/client";
import { previousQuery, triageQuery } from "../api/queries";
import type { Queue } from "../inbox/queues";
import { exactly } from "../lib/time";
import { IconButton } from "../ui/Button";
import { Ago } from "../ui/Bits";
import { StatusChip } from "../ticket/Chips";
import { TrustChip } from "../ticket/Trust";
import { sentence } from "../ui/States";
import { Cost } from "./Cost";
import { Customer } from "./Customer";
import { DraftSection } from "./DraftSection";
import { Events } from "./Events";
import { Facts } from "./Facts";
import { Judgement } from "./Judgement";
import { Section } from "./Section";
import { Similar } from "./Similar";

interface Props {
  ticket: Ticket;
  messages: readonly Message[];
  queue: Queue;
  onClose: () => void;
}

export default function EvidencePanel({ ticket, messages, queue, onClose }: Props) {
  const { t } = useTranslation();
  const { data: found, error } = useQuery(triageQuery(ticket.id, ticket.version));
  const first = messages.find((message) => message.author === "customer");
  return (
    <aside className="evidence" aria-label={t("evidence.label")}>
      <div className="evidence-head row">
        <h2 className="grow">{t("evidence.label")}</h2>
        {first && <TrustChip message={first} />}
        <IconButton icon="close" label={t("app.close")} onClick={onClose} />
      </div>
      <Customer ticket={ticket} />
      <Section title={t("evidence.triage")}>
        {found && <Judgement ticket={ticket} found={found} />}
        {!found && !error && <p className="muted">{t("app.loading")}</p>}
        {error && <p className="bad">{sentence(error, t("error.unreachable_text"))}</p>}
      </Section>
      <DraftSection ticket={ticket} messages={messages} />
      <Similar ticket={ticket} ready={messages.length > 0} />
      <Facts ticket={ticket} />
      <Cost ticket={ticket} />
      <Section title={t("evidence.sla")}>
        <Times ticket={ticket} />
        <p className="muted">{t("evidence.sla_none")}</p>
      </Section>
      <Previous ticket={ticket} queue={queue} />
      <Events ticket={ticket} />
    </aside>
  );
}

function Times({ ticket }: { ticket: Ticket }) {
  const { t, i18n } = useTranslation();
  const times = [
    ["created", ticket.created_at],
    ["first_response", ticket.first_response_at],
    ["resolved", ticket.resolved_at],
  ] as const;
  return (
    <dl className="facts">
      {times.map(([name, at]) => (
        <div key={name}>
          <dt>{t(`evidence.times.${name}`)}</dt>
          <dd className="num">{at ? exactly(at, i18n.language) : t("evidence.not_yet")}</dd>
        </div>
      ))}
    </dl>
  );
}

function Previous({ ticket, queue }: { ticket: Ticket; queue: Queue }) {
  const { t } = useTranslation();
  const { data } = useQuery(previousQuery(ticket.contact));
  const others = data?.items.filter((one) => one.id !== ticket.id) ?? [];
  return (
    <Section title={t("evidence.previous")}>
      {others.length === 0 && <p className="muted">{t("evidence.previous_none")}</p>}
      <ul className="previous">
        {others.map((one) => (
          <li key={one.id}>
            <Link to="/inbox/$queue/$ticket" params={{ queue, ticket: String(one.number) }} search={{}}>
              #{one.number} {one.subject}
            </Link>
            <span className="row">
              <StatusChip status={one.status} />
              <span className="muted">
                <Ago at={one.updated_at} />
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
