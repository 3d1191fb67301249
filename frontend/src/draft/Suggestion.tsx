// A draft to start from. Nothing of it is sent before the agent has taken it into the reply.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { languageName } from "../lib/languages";
import { Button, Kbd } from "../ui/Button";
import { DismissModal } from "./DismissModal";
import { DraftNotes } from "./DraftNotes";
import { DraftText } from "./DraftText";
import type { Situation } from "./state";

interface Props {
  now: Situation;
  /** The words that are taken. */
  text: string;
  onUse: () => void;
}

export default function Suggestion({ now, text, onUse }: Props) {
  const { t, i18n } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [ours, setOurs] = useState(false);
  const { draft } = now;
  const team = draft?.team ?? null;
  return (
    <section className="suggestion" aria-label={t("ticket.draft_ready")}>
      <div className="row wrap">
        <strong className="grow">{t("ticket.draft_ready")}</strong>
        {team && (
          <Button small kind="quiet" aria-pressed={ours} onClick={() => setOurs(!ours)}>
            {languageName(team.language, i18n.language)}
          </Button>
        )}
        {draft && (
          <Button small kind="quiet" onClick={() => setAsking(true)}>
            {t("draft.dismiss")}
          </Button>
        )}
        <Button small onClick={onUse}>
          {t("compose.use_draft")} <Kbd combo="tab" />
        </Button>
      </div>
      <DraftNotes now={now} />
      {draft ? <DraftText sentences={ours && team ? team.sentences : draft.sentences} passages={draft.passages} /> : <p className="words">{text}</p>}
      {asking && draft && <DismissModal draft={draft} onClose={() => setAsking(false)} />}
    </section>
  );
}
