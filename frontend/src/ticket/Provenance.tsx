// Why a message is in this ticket and how its sender is known; the raw mail behind it.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "../api/client";
import { useMay } from "../shell/me";
import { Chip } from "../ui/Bits";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { HeadersModal, rawAddress } from "./HeadersModal";
import { isCorrectable } from "./sender";
import { TrustChip } from "./Trust";

interface Props {
  message: Message;
  /** The sender was read wrongly. */
  onCorrect: (message: Message) => void;
}

export function Provenance({ message, onCorrect }: Props) {
  const { t, i18n } = useTranslation();
  const mayCorrect = useMay("change_tickets") && isCorrectable(message);
  const [headers, setHeaders] = useState(false);
  const { sender } = message;
  const verdicts = Object.entries(sender.verdicts);
  return (
    <details className="provenance">
      <summary>
        {t("message.why")} <TrustChip message={message} />
      </summary>
      <dl className="facts">
        <div>
          <dt>{t("message.matched_by")}</dt>
          <dd>{t(`matched.${message.matched_by}`)}</dd>
        </div>
        {message.from && (
          <div>
            <dt>{t("message.from")}</dt>
            <dd className="row wrap">
              {message.from.name} &lt;{message.from.email}&gt;
              {mayCorrect && (
                <Button small onClick={() => onCorrect(message)}>
                  {t("message.correct")}
                </Button>
              )}
            </dd>
          </div>
        )}
        {sender.evidence && (
          <div>
            <dt>{t("message.evidence")}</dt>
            <dd>
              {i18n.exists(`evidence_word.${sender.evidence}`)
                ? t(`evidence_word.${sender.evidence as "header_from"}`)
                : sender.evidence}
              {sender.confidence != null && <span className="muted"> · {Math.round(sender.confidence * 100)} %</span>}
            </dd>
          </div>
        )}
        {verdicts.length > 0 && (
          <div>
            <dt>{t("message.verdicts")}</dt>
            <dd className="row wrap">
              {verdicts.map(([check, verdict]) => (
                <Chip key={check} tone={verdict === "PASS" ? "good" : verdict === "FAIL" ? "bad" : "plain"}>
                  {check} {verdict.toLowerCase()}
                </Chip>
              ))}
            </dd>
          </div>
        )}
        {message.raw && (
          <div>
            <dt>{t("message.raw")}</dt>
            <dd className="row wrap">
              <Button small onClick={() => setHeaders(true)}>
                {t("message.headers")}
              </Button>
              <a href={rawAddress(message)} target="_blank" rel="noreferrer">
                <Icon name="mail" /> {t("message.raw_open")}
              </a>
            </dd>
          </div>
        )}
      </dl>
      {headers && <HeadersModal message={message} onClose={() => setHeaders(false)} />}
    </details>
  );
}
