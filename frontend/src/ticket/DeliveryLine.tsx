// How the sending of a message went, and what can be done about it.
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "../api/client";
import { deliver } from "../api/commands";
import { exactly } from "../lib/time";
import { useMay } from "../shell/me";
import { Button } from "../ui/Button";
import { Chip, type Tone } from "../ui/Bits";
import { Modal } from "../ui/Modal";
import { sentence } from "../ui/States";
import { toast } from "../ui/toasts";

type Delivery = NonNullable<Message["delivery"]>;
type State = Delivery["state"];

export const TONES: Record<State, Tone> = {
  queued: "info",
  sending: "info",
  sent: "good",
  delivered: "good",
  delayed: "warn",
  bounced: "bad",
  complained: "bad",
  failed: "bad",
  uncertain: "warn",
  cancelled: "plain",
};

interface Props {
  message: Message;
  onTakeBack: (message: Message) => void;
}

export function DeliveryLine({ message, onTakeBack }: Props) {
  const { t, i18n } = useTranslation();
  const [asking, setAsking] = useState(false);
  const may = useMay("reply");
  const act = useMutation({
    mutationFn: (action: "cancel" | "resend") => deliver(message.ticket, message.id, action),
    onSuccess: (_, action) => {
      if (action === "cancel") onTakeBack(message);
    },
    onError: (error) => toast(sentence(error, t("error.unreachable_text")), { tone: "bad" }),
  });
  const { delivery } = message;
  if (!delivery) return null;
  const again = () => {
    setAsking(false);
    act.mutate("resend");
  };
  return (
    <div className="delivery row wrap">
      <Chip tone={TONES[delivery.state]} title={exactly(delivery.updated_at, i18n.language)}>
        {t(`delivery.${delivery.state}`)}
      </Chip>
      {delivery.can_cancel && <Until at={delivery.send_at} />}
      {delivery.reason && <span className="bad">{delivery.reason}</span>}
      {["bounced", "failed", "uncertain", "complained"].includes(delivery.state) && (
        <span className="muted">{t(`delivery_fix.${delivery.state as "bounced" | "failed" | "uncertain" | "complained"}`)}</span>
      )}
      {may && delivery.can_cancel && (
        <Button small disabled={act.isPending} onClick={() => act.mutate("cancel")}>
          {t("compose.take_back")}
        </Button>
      )}
      {may && delivery.can_resend && (
        <Button
          small
          disabled={act.isPending}
          onClick={() => (delivery.state === "uncertain" ? setAsking(true) : again())}
        >
          {t("compose.resend")}
        </Button>
      )}
      {asking && (
        <Modal title={t("compose.resend_title")} onClose={() => setAsking(false)}>
          <p>{t("compose.resend_text")}</p>
          <div className="modal-foot">
            <Button onClick={() => setAsking(false)}>{t("app.cancel")}</Button>
            <Button kind="primary" onClick={again}>
              {t("compose.resend")}
            </Button>
          </div>
        </Modal>
      )}
    </div>
  );
}

/** Seconds until it is sent, or the moment when that is long. */
function Until({ at }: { at: string }) {
  const { t, i18n } = useTranslation();
  const left = () => Math.ceil((Date.parse(at) - Date.now()) / 1_000);
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), 500);
    return () => clearInterval(timer);
  });
  if (seconds <= 0) return null;
  return (
    <span className="muted num">
      {seconds > 120 ? t("delivery_at", { time: exactly(at, i18n.language) }) : t("delivery_in", { count: seconds })}
    </span>
  );
}
