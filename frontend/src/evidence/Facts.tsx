// What other systems know about the customer. Invariant: a system that did not answer is named with its reason.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schemas, Ticket } from "../api/client";
import { refreshFacts } from "../api/commands";
import { factsQuery, organisationQuery } from "../api/queries";
import { exactly } from "../lib/time";
import { useMay } from "../shell/me";
import { Button } from "../ui/Button";
import { Ago, Chip } from "../ui/Bits";
import { Icon } from "../ui/Icon";
import { sentence } from "../ui/States";
import { toast } from "../ui/toasts";
import { Section } from "./Section";
import { SOURCES } from "./sources";

type LookUp = Schemas["LookUpView"];
type Fact = Schemas["FactView"];

export function Facts({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(factsQuery(ticket.id, ticket.version));
  return (
    <Section title={t("evidence.facts")}>
      {!data && !error && <p className="muted">{t("app.loading")}</p>}
      {error && !data && (
        <div className="stack" role="alert">
          <p className="bad">{sentence(error, t("error.unreachable_text"))}</p>
          <Button small onClick={() => void refetch()}>
            {t("app.retry")}
          </Button>
        </div>
      )}
      {data && <Known ticket={ticket} facts={data} />}
    </Section>
  );
}

function Known({ ticket, facts }: { ticket: Ticket; facts: Schemas["FactsView"] }) {
  const { t } = useTranslation();
  const may = useMay("change_tickets");
  const manages = useMay("manage_organisation");
  const again = useMutation({
    mutationFn: () => refreshFacts(ticket),
    onError: (error) => toast(sentence(error, t("error.unreachable_text")), { tone: "bad" }),
  });
  // One that is set up and lacks its secret was not asked either, and says so.
  const asked = facts.sources.filter((one) => one.outcome !== "not_configured" || one.reason != null);
  const connected = useConnected();
  const none = asked.length === 0 && connected === false;
  return (
    <>
      {facts.error_in_last_hour && (
        <p className="bad">
          <Icon name="alert" /> {t("facts.error_lately")}
        </p>
      )}
      {asked.map((one) => (
        <Source key={one.source} known={one} />
      ))}
      {none && (
        <p className="muted">
          {manages ? t("facts.none") : t("evidence.facts_none")}{" "}
          {manages && (
            <Link to="/settings/{-$section}" params={{ section: "sources" }}>
              {t("facts.connect")}
            </Link>
          )}
        </p>
      )}
      {asked.length === 0 && !none && <p className="muted">{t("facts.not_asked")}</p>}
      {!none && (
        <div className="row wrap">
          {facts.at != null && asked.length > 0 && (
            <span className="muted grow">
              {t("facts.asked")} <Ago at={facts.at} />
            </span>
          )}
          {may && (
            <Button small disabled={again.isPending} onClick={() => again.mutate()}>
              {again.isPending ? t("facts.asking") : facts.at == null ? t("facts.ask") : t("facts.again")}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

/** Whether a source is set up at all; undefined while that is not known, or not for this agent to know. */
function useConnected(): boolean | undefined {
  const may = useMay("read_people");
  const { data } = useQuery({ ...organisationQuery, enabled: may, staleTime: 60_000 });
  const sources = data?.settings.enrichment;
  return sources && (sources.sentry ?? sources.posthog ?? sources.postgres) != null;
}

function Source({ known }: { known: LookUp }) {
  const { t } = useTranslation();
  return (
    <section className="fact-source" aria-label={SOURCES[known.source]}>
      <p className="row">
        <strong className="grow">{SOURCES[known.source]}</strong>
        {known.reason != null && <Chip tone="warn">{t(known.outcome === "failed" ? "facts.failed" : "facts.unfinished")}</Chip>}
        {known.outcome === "nothing" && <span className="muted">{t("facts.nothing")}</span>}
      </p>
      {known.reason != null && <p className="muted">{known.reason}</p>}
      {known.facts.length > 0 && (
        <ul className="fact-list">
          {known.facts.map((fact, index) => (
            <One key={index} fact={fact} />
          ))}
        </ul>
      )}
    </section>
  );
}

function One({ fact }: { fact: Fact }) {
  const { i18n } = useTranslation();
  const { link } = fact;
  // An address from elsewhere is followed only when it is one of the web.
  const safe = link && /^https?:\/\//i.test(link) ? link : null;
  return (
    <li className={`fact fact-${fact.kind}`}>
      {safe ? (
        <a href={safe} target="_blank" rel="noreferrer">
          {fact.label}
        </a>
      ) : (
        <span>{fact.label}</span>
      )}
      <span className="muted">{fact.value}</span>
      {fact.at && (
        <time className="muted num" dateTime={fact.at}>
          {exactly(fact.at, i18n.language)}
        </time>
      )}
    </li>
  );
}
