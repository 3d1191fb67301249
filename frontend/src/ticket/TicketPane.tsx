// One ticket: what was said, what can be said, and what is known.
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Message, Ticket } from "../api/client";
import { messagesQuery, ticketQuery, triageQuery } from "../api/queries";
import { Composer } from "../composer/Composer";
import { useDraft } from "../composer/useDraft";
import { offerOf } from "../draft/state";
import { useSituation } from "../draft/useSituation";
import { withMore } from "../i18n/more";
import type { Queue } from "../inbox/queues";
import { readPreference, writePreference } from "../lib/preferences";
import { goTo } from "../presence/store";
import { useWriting } from "../presence/useWriting";
import { useMay } from "../shell/me";
import { Button } from "../ui/Button";
import { Failure, Skeleton, Stale } from "../ui/States";
import { useTitle } from "../ui/title";
import { ConflictModal } from "./ConflictModal";
import { Header } from "./Header";
import { opening } from "./sender";
import { SenderModal } from "./SenderModal";
import { Thread } from "./Thread";
import { readingsOf } from "./translation";
import { useTicketActions, type Conflict } from "./useTicketActions";
import { useTicketKeys } from "./useTicketKeys";

const EvidencePanel = lazy(() => withMore(() => import("../evidence/EvidencePanel")));

interface Props {
  ticket: string;
  /** The ticket as the list knows it: shown until it was read. */
  known: Ticket | null;
  queue: Queue;
  onBack: () => void;
  onLeave: (ticket: Ticket) => void;
}

export function TicketPane({ ticket: name, known, queue, onBack, onLeave }: Props) {
  const { t } = useTranslation();
  const { data: ticket, error, isRefetchError, refetch } = useQuery({ ...ticketQuery(name), ...(known ? { initialData: known, initialDataUpdatedAt: 0 } : {}) });
  if (!ticket) {
    return (
      <section className="ticket-pane" aria-label={t("ticket.label")}>
        <h1 className="sr">{t("ticket.label")}</h1>
        {error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton />}
      </section>
    );
  }
  return <Loaded key={ticket.id} ticket={ticket} stale={isRefetchError ? error : null} onRetry={() => void refetch()} queue={queue} onBack={onBack} onLeave={onLeave} />;
}

interface LoadedProps extends Omit<Props, "ticket" | "known"> {
  ticket: Ticket;
  /** Why it could not be read again; null when it is as the server has it. */
  stale: Error | null;
  onRetry: () => void;
}

function Loaded({ ticket, stale, onRetry, queue, onBack, onLeave }: LoadedProps) {
  const { t } = useTranslation();
  const messages = useQuery(messagesQuery(ticket.id));
  useTitle(`#${ticket.number} ${ticket.subject || t("ticket.no_subject")}`);
  const actions = useTicketActions();
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [panel, setPanel] = useState(() => readPreference("panel") !== "off" && window.innerWidth > 1180);
  const draft = useDraft(ticket);
  const { mode, reply, note } = draft.value;
  const writing = useWriting(draft.open ? (mode === "note" ? note : reply) : null);
  useEffect(() => goTo({ ticket: ticket.id, doing: writing ? "writing" : "viewing" }), [ticket.id, writing]);
  useEffect(() => () => goTo({ ticket: null, doing: "viewing" }), []);
  const mayReply = useMay("reply");
  const mayNote = useMay("write_note");
  const showPanel = (next: boolean) => {
    setPanel(next);
    if (window.innerWidth > 1180) writePreference("panel", next ? null : "off");
  };
  const edit = (patch: Parameters<typeof actions.edit>[1]) =>
    void actions.edit(ticket, patch).then((met) => setConflict(met));
  const [translated, setTranslated] = useState(true);
  const { data: found } = useQuery(triageQuery(ticket.id, ticket.version));
  const readings = readingsOf(found ?? []);
  const foreign = messages.data?.some((message) => readings.translations.has(message.id)) ?? false;
  const suggested = useSituation(ticket, messages.data ?? []);
  const offered = offerOf(ticket, suggested);
  const onTranslation = foreign ? () => setTranslated(!translated) : undefined;
  // The ticket is kept as it was when the correction was begun: what others change meanwhile is not overwritten unseen.
  const [correcting, setCorrecting] = useState<{ ticket: Ticket; message: Message } | null>(null);
  const correct = (message: Message) => setCorrecting({ ticket, message });
  const first = opening(messages.data ?? []);
  const onCorrect = first ? () => correct(first) : undefined;
  const menus = useTicketKeys({ ticket, draft, offered, panel, showPanel, onTranslation, onCorrect, onBack });
  return (
    <>
      <section className="ticket-pane" aria-label={t("ticket.label_number", { number: ticket.number })}>
        <Header
          ticket={ticket}
          menus={menus}
          panel={panel}
          onPanel={() => showPanel(!panel)}
          onEdit={edit}
          onBack={onBack}
          onLeave={onLeave}
        />
        <Stale
          error={stale ?? (messages.isRefetchError ? messages.error : null)}
          onRetry={() => {
            onRetry();
            void messages.refetch();
          }}
        />
        {ticket.quarantine && <Held ticket={ticket} onReleased={() => onLeave(ticket)} />}
        {messages.data ? (
          <Thread
            ticket={ticket}
            messages={messages.data}
            readings={readings}
            translated={translated}
            onTranslation={() => setTranslated(!translated)}
            onTakeBack={draft.restore}
            onCorrect={correct}
          />
        ) : messages.error ? (
          <Failure error={messages.error} onRetry={() => void messages.refetch()} />
        ) : (
          <Skeleton />
        )}
        {(mayReply || mayNote) && !ticket.quarantine && (
          <Composer
            ticket={ticket}
            suggested={suggested}
            offered={offered}
            messages={messages.data ?? []}
            draft={draft}
            onResolved={() => onLeave(ticket)}
          />
        )}
      </section>
      {panel && (
        <Suspense
          fallback={
            <aside className="evidence" aria-label={t("evidence.label")}>
              <Skeleton />
            </aside>
          }
        >
          <EvidencePanel ticket={ticket} messages={messages.data ?? []} queue={queue} onClose={() => showPanel(false)} />
        </Suspense>
      )}
      {correcting && <SenderModal {...correcting} onClose={() => setCorrecting(null)} />}
      {conflict && (
        <ConflictModal
          conflict={conflict}
          onClose={() => setConflict(null)}
          onMine={() => {
            setConflict(null);
            void actions.edit(conflict.now, conflict.patch).then(setConflict);
          }}
        />
      )}
    </>
  );
}

function Held({ ticket, onReleased }: { ticket: Ticket; onReleased: () => void }) {
  const { t } = useTranslation();
  const may = useMay("change_operations");
  const actions = useTicketActions();
  return (
    <div className="banner banner-bad">
      <span className="grow">
        <strong>{t("ticket.held")}:</strong> {ticket.quarantine} {t("ticket.held_text")}
      </span>
      <Button
        small
        disabled={!may}
        title={may ? undefined : t("error.refused")}
        onClick={() => void actions.release(ticket).then((done) => done && onReleased())}
      >
        {t("ticket.release")}
      </Button>
    </div>
  );
}
