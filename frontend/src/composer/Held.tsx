// A reply met a newer message: nothing was sent, here is what came in.
import { useTranslation } from "react-i18next";
import type { Message } from "../api/client";
import { fold } from "../lib/fold";
import { nameOf } from "../lib/people";
import { Button } from "../ui/Button";
import { Ago } from "../ui/Bits";

export function Held({ messages, onGoOn }: { messages: readonly Message[]; onGoOn: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="held" role="alert">
      <strong>{t("compose.held")}</strong>
      {messages.map((message) => (
        <blockquote key={message.id}>
          <span className="muted">
            {nameOf(message.from)} · <Ago at={message.created_at} />
          </span>
          <p className="words">{fold(message.text ?? "", message.reply_text).fresh.trim()}</p>
        </blockquote>
      ))}
      <Button small onClick={onGoOn}>
        {t("compose.held_read")}
      </Button>
    </div>
  );
}
