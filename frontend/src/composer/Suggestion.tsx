// A draft to start from. Nothing of it is sent before the agent has taken it into the reply.
import { useTranslation } from "react-i18next";
import { Button, Kbd } from "../ui/Button";
import type { Suggested } from "./suggested";

interface Props {
  draft: Suggested;
  onUse: () => void;
}

export function Suggestion({ draft, onUse }: Props) {
  const { t } = useTranslation();
  const open = draft.sentences.filter((sentence) => !sentence.supported).length;
  return (
    <section className="suggestion" aria-label={t("ticket.draft_ready")}>
      <div className="row">
        <strong className="grow">{t("ticket.draft_ready")}</strong>
        <Button small onClick={onUse}>
          {t("compose.use_draft")} <Kbd combo="tab" />
        </Button>
      </div>
      {open > 0 && <p className="suggestion-open">{t("compose.unsupported", { count: open })}</p>}
      {draft.sentences.length === 0 ? <p className="words">{draft.text}</p> : <Sentences draft={draft} />}
      {draft.sources.length > 0 && (
        <ol className="sources" aria-label={t("compose.sources")}>
          {draft.sources.map((source, index) => (
            <li key={index}>
              {source.url ? (
                <a href={source.url} target="_blank" rel="noreferrer">
                  {source.title}
                </a>
              ) : (
                source.title
              )}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** Each sentence with the numbers of its sources; what nothing supports is underlined and says so. */
function Sentences({ draft }: { draft: Suggested }) {
  const { t } = useTranslation();
  return (
    <p className="words">
      {draft.sentences.map((sentence, index) =>
        sentence.supported ? (
          <span key={index}>
            {sentence.text}
            {sentence.sources.map((number) => (
              <sup key={number} title={draft.sources[number - 1]?.title}>
                [{number}]
              </sup>
            ))}{" "}
          </span>
        ) : (
          <span key={index}>
            <span className="unsupported" title={sentence.why || t("compose.no_source")}>
              {sentence.text}
              <span className="sr"> ({t("compose.no_source")})</span>
            </span>{" "}
          </span>
        ),
      )}
    </p>
  );
}
