// The audit trail of the ticket: who did what, newest first.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Schemas, Ticket } from "../api/client";
import { agentsQuery, eventsQuery } from "../api/queries";
import { agentName, nameOf } from "../lib/people";
import { Ago } from "../ui/Bits";
import { Section } from "./Section";

type Event = Schemas["EventView"];

export function Events({ ticket }: { ticket: Ticket }) {
  const { t, i18n } = useTranslation();
  const { data } = useQuery(eventsQuery(ticket.id, ticket.version));
  const { data: agents } = useQuery(agentsQuery);
  const events = data?.items.toReversed() ?? [];
  return (
    <Section title={t("evidence.events")}>
      {data?.next && <p className="muted">{t("evidence.events_more")}</p>}
      <ol className="events">
        {events.map((event) => (
          <li key={event.id}>
            <span>
              {kind(event.kind)} <span className="muted">{changes(event)}</span>
            </span>
            <span className="muted row">
              <span className="grow cut">{actor(event.actor)}</span>
              <Ago at={event.at} />
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );

  function kind(word: string): string {
    const key = `event.${word.replace(".", "_")}`;
    return i18n.exists(key) ? t(key as "event.ticket_created") : word;
  }

  function actor({ kind, id }: Event["actor"]): string {
    if (kind === "agent") return agentName(agents, id) ?? id;
    if (kind === "customer") return nameOf({ name: ticket.customer_name ?? null, email: ticket.customer_email });
    return kind === "machine" ? t("evidence.machine") : t("evidence.system");
  }

  function changes(event: Event): string {
    const after = event.after as Record<string, unknown>;
    const { sender } = after as { sender?: { name?: string | null; email: string } | null };
    if (sender) return `→ ${nameOf(sender)}`;
    return Object.entries(after)
      .filter(([field]) => ["status", "priority", "category", "tags", "subject", "assignee"].includes(field))
      .map(([field, value]) => {
        const shown = field === "assignee" ? (agentName(agents, value as string | null) ?? t("ticket.nobody")) : word(value);
        return `${t(`field.${field as "status"}`)} → ${shown}`;
      })
      .join(", ");
  }
}

function word(value: unknown): string {
  if (value === null || value === undefined) return "–";
  return Array.isArray(value) ? value.join(", ") : typeof value === "string" ? value : JSON.stringify(value);
}
