// Where the draft of an answer stands: what it was made from, its sources, what held it back, what became of it.
import { useTranslation } from "react-i18next";
import type { Message, Ticket } from "../api/client";
import { DraftNotes } from "../draft/DraftNotes";
import type { Draft, Situation } from "../draft/state";
import { useSituation } from "../draft/useSituation";
import { languageName } from "../lib/languages";
import { Ago, Chip, type Tone } from "../ui/Bits";
import { Icon } from "../ui/Icon";
import { Section } from "./Section";

const TONES: Record<Situation["phase"], Tone> = { pending: "info", ready: "good", settled: "plain", stale: "warn", failed: "warn", none: "plain" };

export function DraftSection({ ticket, messages }: { ticket: Ticket; messages: readonly Message[] }) {
  const { t } = useTranslation();
  const now = useSituation(ticket, messages);
  return (
    <Section title={t("evidence.draft")}>
      {now ? <Standing now={now} /> : <p className="muted">{t("app.loading")}</p>}
    </Section>
  );
}

function Standing({ now }: { now: Situation }) {
  const { t } = useTranslation();
  const { draft, phase } = now;
  return (
    <>
      <div className="row wrap">
        <Chip tone={TONES[phase]}>{phase === "settled" && draft ? t(`draft.state.${draft.state as "accepted"}`) : t(`draft.phase.${phase}`)}</Chip>
        {draft && <Chip>{t(`draft.engine.${draft.engine}`)}</Chip>}
        {draft && (
          <span className="muted">
            <Ago at={draft.changed_at} />
          </span>
        )}
      </div>
      {(phase === "none" || phase === "pending" || phase === "stale") && <p className="muted">{t(`draft.text.${phase}`)}</p>}
      {phase === "failed" && <p className="muted">{t("draft.text.failed", { why: now.why ?? "" })}</p>}
      {phase !== "ready" || <DraftNotes now={now} />}
      {draft && <Details draft={draft} />}
    </>
  );
}

function Details({ draft }: { draft: Draft }) {
  const { t, i18n } = useTranslation();
  return (
    <>
      {draft.model && <p className="muted">{t("draft.by_model", { model: draft.model, language: languageName(draft.language, i18n.language) })}</p>}
      {draft.passages.length > 0 && (
        <ol className="sources" aria-label={t("compose.sources")}>
          {draft.passages.map((passage) => (
            <li key={passage.passage}>
              <details>
                <summary>{[passage.title, ...passage.headings].join(" › ")}</summary>
                <p className="words">{passage.text}</p>
                {passage.url && (
                  <a href={passage.url} target="_blank" rel="noreferrer">
                    {t("draft.open_article")}
                  </a>
                )}
              </details>
            </li>
          ))}
        </ol>
      )}
      {draft.ranking_note && <p className="muted">{draft.ranking_note}</p>}
      {draft.sent && <p className="muted">{t("draft.distance", { percent: Math.round(draft.sent.distance * 100) })}</p>}
      {draft.dismissed && (
        <p className="muted">
          {t(`draft.reason.${draft.dismissed.reason}`)}
          {draft.dismissed.comment && `: ${draft.dismissed.comment}`}
        </p>
      )}
      {draft.automatic && !draft.automatic.allowed && (
        <details className="folded">
          <summary>{t("draft.held")}</summary>
          <ul className="bullets">
            {draft.automatic.held_by.map((held) => (
              <li key={held.gate}>{held.reason}</li>
            ))}
          </ul>
        </details>
      )}
      {draft.automatic?.allowed && draft.state === "automatic" && (
        <p>
          <Icon name="alert" /> {t("draft.went_alone")}
        </p>
      )}
    </>
  );
}
