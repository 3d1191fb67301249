// When a reply is to leave: a usual moment, or any within 90 days.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { exactly } from "../lib/time";
import { Button } from "../ui/Button";
import { Modal } from "../ui/Modal";
import { moments, readMoment } from "./later";

export function LaterModal({ onSend, onClose }: { onSend: (at: Date) => void; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const [now] = useState(() => new Date());
  const [typed, setTyped] = useState("");
  const at = readMoment(typed, now);
  return (
    <Modal title={t("compose.later")} onClose={onClose}>
      <p className="muted">{t("compose.later_text")}</p>
      <div className="stack">
        {moments(now).map(({ name, at: moment }) => (
          <Button key={name} onClick={() => onSend(moment)} className="later-choice">
            <span className="grow">{t(`compose.moment.${name}`)}</span>
            <span className="muted num">{exactly(moment.toISOString(), i18n.language)}</span>
          </Button>
        ))}
      </div>
      <form
        className="field"
        onSubmit={(event) => {
          event.preventDefault();
          if (at) onSend(at);
        }}
      >
        <label htmlFor="later-at">{t("compose.moment.other")}</label>
        <div className="row">
          <input id="later-at" className="input" type="datetime-local" value={typed} onChange={(event) => setTyped(event.target.value)} required />
          <Button type="submit" kind="primary" disabled={!at}>
            {t("compose.later_do")}
          </Button>
        </div>
        {typed && !at && <span className="bad">{t("compose.later_range")}</span>}
      </form>
    </Modal>
  );
}
