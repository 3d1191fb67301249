// How far the sender of a mail is known to be who they say; the server decides it.
import { useTranslation } from "react-i18next";
import type { Message, Schemas, Ticket } from "../api/client";
import { Chip, type Tone } from "../ui/Bits";
import { Icon, type IconName } from "../ui/Icon";

type Trust = Schemas["Trust"];

const TONES: Record<Trust, Tone> = { verified: "good", unverified: "warn", failed: "bad", unknown: "plain" };
const MARKS: Record<Trust, IconName | null> = { verified: "verified", unverified: "shield", failed: "alert", unknown: null };

export function TrustChip({ message }: { message: Message }) {
  const { t } = useTranslation();
  const { trust } = message.sender;
  if (message.author !== "customer") return null;
  return (
    <Chip tone={TONES[trust]} title={t(`trust_text.${trust}`)}>
      {t(`trust.${trust}`)}
    </Chip>
  );
}

/** The same beside a name in a list, where there is room for a sign only. */
export function TrustMark({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const trust = ticket.sender_trust ?? "unknown";
  const icon = MARKS[trust];
  if (!icon) return null;
  return (
    <span className="trust-mark" data-trust={trust} title={t(`trust_text.${trust}`)}>
      <Icon name={icon} />
      <span className="sr">{t(`trust.${trust}`)}</span>
    </span>
  );
}
