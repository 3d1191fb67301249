// Past tickets like this one, with what they were answered: most questions were asked before.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../api/client";
import { similarQuery } from "../api/queries";
import { Ago, Chip } from "../ui/Bits";
import { sentence } from "../ui/States";
import { Section } from "./Section";

interface Props {
  ticket: Ticket;
  /** Whether what the ticket shows first is there; until then nothing else is asked for. */
  ready: boolean;
}

export function Similar({ ticket, ready }: Props) {
  const { t } = useTranslation();
  const { data, error } = useQuery({ ...similarQuery(ticket.id), enabled: ready });
  return (
    <Section title={t("similar.title")}>
      {error && !data && <p className="bad">{sentence(error, t("error.unreachable_text"))}</p>}
      {!data && !error && <p className="muted">{t("app.loading")}</p>}
      {data && data.length === 0 && <p className="muted">{t("similar.none")}</p>}
      {data && data.length > 0 && (
        <ul className="previous">
          {data.map((one) => (
            <li key={one.ticket}>
              <Link to="/inbox/$queue/$ticket" params={{ queue: "all", ticket: String(one.number) }} search={{}} title={t("similar.words", { words: one.words.join(", ") })}>
                #{one.number} {one.subject || t("ticket.no_subject")}
              </Link>
              <p className="similar-reply muted">{one.reply}</p>
              <span className="row wrap">
                {one.category && <Chip tone="info">{one.category}</Chip>}
                {one.same_customer && <Chip>{t("similar.same")}</Chip>}
                <span className="muted">
                  <Ago at={one.replied_at} />
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
