// One message: who spoke, what is new in it, its files, how its sending went, and why it is in this ticket.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Message, Ticket } from "../api/client";
import { api, take } from "../api/client";
import { agentsQuery } from "../api/queries";
import { fold } from "../lib/fold";
import { languageName } from "../lib/languages";
import { isTabular, reflow } from "../lib/reflow";
import { agentName, nameOf } from "../lib/people";
import { Button } from "../ui/Button";
import { Ago, Avatar, Chip } from "../ui/Bits";
import { Icon } from "../ui/Icon";
import { Attachments } from "./Attachments";
import { DeliveryLine } from "./DeliveryLine";
import { MailFrame } from "./MailFrame";
import type { Translation } from "./translation";
import { Provenance } from "./Provenance";

interface Props {
  ticket: Ticket;
  message: Message;
  folded: boolean;
  translation: Translation | null;
  /** Whether its translation is shown, if it has one. */
  translated: boolean;
  onTranslation: () => void;
  onTakeBack: (message: Message) => void;
  onCorrect: (message: Message) => void;
}

export function MessageCard({ ticket, message, folded, translation, translated, onTranslation, onTakeBack, onCorrect }: Props) {
  const { t } = useTranslation();
  const { data: agents } = useQuery(agentsQuery);
  const [open, setOpen] = useState(!folded);
  const isNote = message.visibility === "note";
  const ours = message.author !== "customer";
  const who = agentName(agents, message.agent) ?? (message.from ? nameOf(message.from) : t(`author.${message.author}`));
  const kind = isNote ? "note" : ours ? "ours" : "theirs";
  return (
    <article id={message.id} className={`message message-${kind}`} aria-label={t(`message.${kind}`, { name: who })}>
      <header className="row">
        <Avatar name={who} seed={message.from?.email ?? message.agent ?? who} />
        <button className="message-who grow" aria-expanded={open} onClick={() => setOpen(!open)}>
          <strong className="cut">{who}</strong>
          <span className="muted cut">{open ? recipients() : preview(message)}</span>
        </button>
        {isNote && (
          <Chip tone="note">
            <Icon name="note" /> {t("message.internal")}
          </Chip>
        )}
        {message.author === "ai" && <Chip tone="info">{t("author.ai")}</Chip>}
        {message.automatic && <Chip>{t("ticket.automatic")}</Chip>}
        <a className="muted message-time" href={`#${message.id}`}>
          <span className="sr">{t("message.link")}</span>
          <Ago at={message.created_at} />
        </a>
      </header>
      {open && (
        <>
          {message.warnings.map((warning) => (
            <p key={warning} className="message-warning">
              <Icon name="alert" /> {warning}
            </p>
          ))}
          <Body ticket={ticket} message={message} translation={translation} translated={translated} onTranslation={onTranslation} />
          <Attachments message={message} />
          <DeliveryLine message={message} onTakeBack={onTakeBack} />
          {!isNote && <Provenance message={message} onCorrect={onCorrect} />}
        </>
      )}
    </article>
  );

  function recipients(): string {
    const list = (label: string, people: typeof message.to) =>
      people.length > 0 ? `${label} ${people.map((one) => nameOf(one)).join(", ")}` : "";
    return [list(t("compose.to"), message.to), list(t("compose.cc"), message.cc), list(t("compose.bcc"), message.bcc)]
      .filter(Boolean)
      .join(" · ");
  }
}

function preview(message: Message): string {
  return (message.reply_text ?? message.text ?? "").trim().slice(0, 160);
}

interface BodyProps {
  ticket: Ticket;
  message: Message;
  translation: Translation | null;
  translated: boolean;
  onTranslation: () => void;
}

function Body({ ticket, message: listed, translation, translated, onTranslation }: BodyProps) {
  const { t, i18n } = useTranslation();
  const whole = useQuery({
    queryKey: ["message", listed.id],
    enabled: false,
    queryFn: () =>
      take(
        api.GET("/api/v1/tickets/{ticket}/messages/{message}", {
          params: { path: { ticket: ticket.id, message: listed.id } },
        }),
      ),
  });
  const message = whole.data ?? listed;
  const rich = message.html != null && needsLayout(message.html);
  const [formatted, setFormatted] = useState(rich);
  const [tall, setTall] = useState(false);
  const text = message.text ?? message.reply_text ?? "";
  const { fresh, folded } = fold(text, message.reply_text);
  const [written, setWritten] = useState(() => isTabular(fresh));
  const foreign = translation?.from ?? ticket.language ?? null;
  return (
    <div className="message-body">
      {translation && translated ? (
        <>
          <p className="words">{translation.text.trim()}</p>
          <p className="muted">{foreign ? t("message.translated_from", { language: languageName(foreign, i18n.language) }) : t("message.translated")}</p>
        </>
      ) : formatted && message.html != null ? (
        <MailFrame message={message} html={message.html} tall={tall} />
      ) : (
        <>
          <p className={written ? "words words-written" : "words"} {...(written ? { tabIndex: 0 } : {})}>
            {(written ? fresh.trimEnd() : reflow(fresh.trim())) || <span className="muted">{t("message.no_words")}</span>}
          </p>
          {folded && (
            <details className="folded">
              <summary>{t("message.folded")}</summary>
              <p className={written ? "words words-written muted" : "words muted"} {...(written ? { tabIndex: 0 } : {})}>{written ? folded : folded.trim()}</p>
            </details>
          )}
        </>
      )}
      <div className="row wrap message-tools">
        {translation && (
          <Button kind="quiet" small aria-pressed={translated} onClick={onTranslation}>
            {t("message.translate")}
          </Button>
        )}
        {message.html != null && (
          <Button kind="quiet" small aria-pressed={formatted} onClick={() => setFormatted(!formatted)}>
            {t("message.formatted")}
          </Button>
        )}
        {!formatted && (isTabular(fresh) || reflow(fresh) !== fresh) && (
          <Button kind="quiet" small aria-pressed={written} onClick={() => setWritten(!written)} title={t("message.written_text")}>
            {t("message.written")}
          </Button>
        )}
        {formatted && message.html != null && (
          <Button kind="quiet" small aria-pressed={tall} onClick={() => setTall(!tall)}>
            {t("message.taller")}
          </Button>
        )}
        {message.truncated && (
          <Button kind="quiet" small disabled={whole.isFetching || whole.isFetched} onClick={() => void whole.refetch()}>
            {whole.isFetched ? t("message.too_long") : t("message.whole")}
          </Button>
        )}
      </div>
    </div>
  );
}

/** HTML that says more than its text does: pictures within it, or tables. */
function needsLayout(html: string): boolean {
  return /\sdata-cid="|<table\b|<img\b[^>]*\ssrc="data:/.test(html);
}
