// What triage found: the answers of both engines side by side, with their reasons and who decided.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Schemas, Ticket } from "../api/client";
import { agentsQuery, teamsQuery } from "../api/queries";
import { languageName } from "../lib/languages";
import { agentName } from "../lib/people";
import { useMay } from "../shell/me";
import { PriorityChip } from "../ticket/Chips";
import { useTicketActions } from "../ticket/useTicketActions";
import { Button } from "../ui/Button";
import { Ago, Chip } from "../ui/Bits";
import { Icon } from "../ui/Icon";

type Triage = Schemas["TriageView"];
type Verdict = Schemas["VerdictView"];

interface Props {
  ticket: Ticket;
  /** What was found about its messages, oldest first. */
  found: readonly Triage[];
}

export function Judgement({ ticket, found }: Props) {
  const { t } = useTranslation();
  const last = found.at(-1);
  if (!last) return <Known ticket={ticket} />;
  return (
    <div className="judgement">
      <div className="row wrap">
        <Chip tone="info">{t(`triage.decided.${last.decided_by}`)}</Chip>
        {last.disagrees && <Chip tone="warn">{t("triage.disagrees")}</Chip>}
        <span className="muted">
          <Ago at={last.at} />
        </span>
      </div>
      {last.reading?.summary && <p>{last.reading.summary}</p>}
      {last.fallback && <p className="muted">{t("triage.fallback", { why: last.fallback })}</p>}
      {last.reading?.needs_human_reason && (
        <p className="draft-note">
          <Icon name="alert" /> {t("triage.needs_human", { why: last.reading.needs_human_reason })}
        </p>
      )}
      {last.suspicions.length > 0 && (
        <div className="bad">
          <p>
            <Icon name="alert" /> {t("triage.suspect")}
          </p>
          <ul className="bullets">
            {last.suspicions.map((sign) => (
              <li key={sign}>{sign}</li>
            ))}
          </ul>
        </div>
      )}
      <Answers triage={last} />
      {last.reading && <p className="muted">{t("triage.asked", { model: last.reading.model, percent: Math.round(last.reading.stated_confidence * 100) })}</p>}
      <Reasons name="rules" verdict={last.rules} />
      {last.learned && <Reasons name="learned" verdict={last.learned} />}
      {last.model && <Reasons name="model" verdict={last.model} />}
      <Next triage={last} />
      <Assigned ticket={ticket} triage={last} />
      {found.length > 1 && <p className="muted">{t("triage.earlier", { count: found.length - 1 })}</p>}
    </div>
  );
}

/** Without a record there may still be what a program or an agent put on the ticket. */
function Known({ ticket }: { ticket: Ticket }) {
  const { t, i18n } = useTranslation();
  const known = [ticket.category, ticket.sentiment, ticket.language, ticket.confidence, ticket.next_action].some((value) => value != null);
  if (!known) return <p className="muted">{t("evidence.triage_none")}</p>;
  return (
    <div className="row wrap">
      {ticket.category && <Chip tone="info">{ticket.category}</Chip>}
      {ticket.sentiment && <Chip>{t(`sentiment.${ticket.sentiment}`)}</Chip>}
      {ticket.language && <Chip>{languageName(ticket.language, i18n.language)}</Chip>}
      {ticket.confidence != null && <Chip>{t("evidence.sure", { percent: Math.round(ticket.confidence * 100) })}</Chip>}
      {ticket.next_action && <p>{ticket.next_action}</p>}
    </div>
  );
}

function Answers({ triage }: { triage: Triage }) {
  const { t, i18n } = useTranslation();
  const { data: teams } = useQuery(teamsQuery);
  const team = (key: string) => teams?.find((one) => one.key === key)?.name ?? key;
  const answers = (["rules", "learned", "model"] as const).flatMap((engine) => {
    const verdict = triage[engine];
    return verdict ? [{ engine, verdict }] : [];
  });
  const lines = [
    { name: t("field.category"), show: (one: Verdict) => <strong>{one.category}</strong> },
    { name: t("triage.confidence"), show: (one: Verdict) => <Sure share={one.confidence} /> },
    { name: t("field.priority"), show: (one: Verdict) => <><PriorityChip priority={one.priority} /> <span className="muted num">{one.priority_score}</span></> },
    { name: t("triage.sentiment"), show: (one: Verdict) => t(`sentiment.${one.sentiment}`) },
    { name: t("app.language"), show: (one: Verdict) => (one.language === "und" ? "–" : languageName(one.language, i18n.language)) },
    { name: t("field.assigned_team"), show: (one: Verdict) => team(one.assigned_team) },
  ];
  return (
    <table className="answers">
      <thead>
        <tr>
          <td />
          {answers.map(({ engine }) => (
            <th key={engine} scope="col">
              {t(`triage.engine.${engine}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ name, show }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {answers.map(({ engine, verdict }) => (
              <td key={engine}>{show(verdict)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Sure({ share }: { share: number }) {
  const percent = Math.round(share * 100);
  return (
    <span className="row sure">
      <meter min={0} max={100} value={percent} aria-hidden="true" /> <span className="num">{percent} %</span>
    </span>
  );
}

function Reasons({ name, verdict }: { name: "rules" | "learned" | "model"; verdict: Verdict }) {
  const { t } = useTranslation();
  if (verdict.why.length === 0) return null;
  return (
    <details className="folded">
      <summary>{t(`triage.why.${name}`)}</summary>
      <ul className="reasons">
        {verdict.why.map((reason, index) => (
          <li key={index} className="row" title={reason.rule}>
            <span className="grow">{reason.text}</span>
            {reason.points !== 0 && <span className="muted num">{signed(reason.points)}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function signed(points: number): string {
  const shown = Math.round(points * 10) / 10;
  return shown > 0 ? `+${shown}` : String(shown);
}

function Next({ triage }: { triage: Triage }) {
  const { t } = useTranslation();
  const decided = triage.decided_by === "model" && triage.model ? triage.model : triage.rules;
  if (!decided.next_action) return null;
  return (
    <p>
      <span className="muted">{t("triage.next")}</span> {decided.next_action}
    </p>
  );
}

function Assigned({ ticket, triage }: Omit<Props, "found"> & { triage: Triage }) {
  const { t } = useTranslation();
  const may = useMay("change_tickets");
  const actions = useTicketActions();
  const { data: agents } = useQuery(agentsQuery);
  const suggested = triage.suggested_assignee;
  const name = agentName(agents, suggested);
  return (
    <>
      {triage.assignment && (
        <p>
          <span className="muted">{t("triage.assignment")}</span> {triage.assignment}
        </p>
      )}
      {suggested && name && !ticket.assignee && (
        <Button small disabled={!may} onClick={() => void actions.edit(ticket, { assignee: suggested })}>
          {t("triage.assign", { name })}
        </Button>
      )}
    </>
  );
}
