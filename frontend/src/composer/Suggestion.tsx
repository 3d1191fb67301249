// A draft to start from. Nothing of it is sent before the agent has taken it into the reply.
import { useTranslation } from "react-i18next";
import { Button, Kbd } from "../ui/Button";

export function Suggestion({ text, onUse }: { text: string; onUse: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="suggestion">
      <div className="row">
        <strong className="grow">{t("ticket.draft_ready")}</strong>
        <Button small onClick={onUse}>
          {t("compose.use_draft")} <Kbd combo="tab" />
        </Button>
      </div>
      <p className="words">{text}</p>
    </div>
  );
}
