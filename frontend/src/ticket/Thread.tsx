// Everything that was said, oldest first. New messages are announced, and come into view when the end was in view.
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Message, Ticket } from "../api/client";
import { MessageCard } from "./MessageCard";
import type { Readings } from "./translation";

interface Props {
  ticket: Ticket;
  messages: readonly Message[];
  /** What a model said about them. */
  readings: Readings;
  /** Whether messages that have a translation show it. */
  translated: boolean;
  onTranslation: () => void;
  /** A reply was taken back: its words return to the composer. */
  onTakeBack: (message: Message) => void;
  /** The sender of a mail was read wrongly. */
  onCorrect: (message: Message) => void;
}

export function Thread({ ticket, messages, readings, translated, onTranslation, onTakeBack, onCorrect }: Props) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const count = messages.length;
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const named = document.getElementById(window.location.hash.slice(1));
    if (named && element.contains(named)) named.scrollIntoView({ block: "start" });
    else if (atEnd.current) lastMessage(element)?.scrollIntoView({ block: "nearest" });
  }, [count]);
  return (
    <div
      className="thread"
      ref={box}
      role="log"
      tabIndex={0}
      aria-label={t("ticket.thread")}
      onScroll={(event) => {
        const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
        atEnd.current = scrollHeight - scrollTop - clientHeight < 120;
      }}
    >
      {readings.summary && (
        <p className="summary">
          <span className="muted">{t("ticket.summary")}</span> {readings.summary}
        </p>
      )}
      {messages.map((message, index) => (
        <MessageCard
          key={message.id}
          ticket={ticket}
          message={message}
          folded={index < count - 6}
          translation={readings.translations.get(message.id) ?? null}
          translated={translated}
          onTranslation={onTranslation}
          onTakeBack={onTakeBack}
          onCorrect={onCorrect}
        />
      ))}
    </div>
  );
}

function lastMessage(box: HTMLElement): Element | null {
  return box.lastElementChild;
}
