// Where an agent writes: a reply that goes to the customer, or a note that never leaves. The two never look alike.
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState, type DragEvent } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import type { Message, Ticket } from "../api/client";
import { client } from "../api/commands";
import { recipientsQuery } from "../api/queries";
import type { Situation } from "../draft/state";
import { withMore } from "../i18n/more";
import { useActions, type Offer } from "../keys/actions";
import { nameOf, strangers } from "../lib/people";
import { useMay } from "../shell/me";
import { Button, IconButton, KeyOf } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { Files } from "./Files";
import { FirstTimeModal } from "./FirstTimeModal";
import { Held } from "./Held";
import { LaterModal } from "./LaterModal";
import { Quote } from "./Quote";
import { Recipients } from "./Recipients";
import type { DraftState, Suggested } from "./useDraft";
import { loadEditor, Words } from "./Words";
import { useSend } from "./useSend";
import { useUploads } from "./useUploads";

const Picker = lazy(() => withMore(() => import("../canned/Picker")));
const Suggestion = lazy(() => withMore(() => import("../draft/Suggestion")));

interface Props {
  ticket: Ticket;
  /** Where the suggested draft stands; null until it is known. */
  suggested: Situation | null;
  offered: Suggested | null;
  messages: readonly Message[];
  draft: DraftState;
  onResolved: () => void;
}

export function Composer({ ticket, suggested, offered, messages, draft, onResolved }: Props) {
  const { t } = useTranslation();
  const mayReply = useMay("reply");
  const mayNote = useMay("write_note");
  // The editor is fetched while the ticket is read, so that it is there when the reply begins; what is read comes first.
  useEffect(() => {
    if (!mayReply) return;
    const wait = requestIdleCallback(() => void loadEditor(), { timeout: 2_000 });
    return () => cancelIdleCallback(wait);
  }, [mayReply]);
  if (!draft.open) {
    return (
      <footer className="composer composer-closed row">
        {mayReply && (
          <Button kind="primary" onClick={() => draft.begin("reply", false)}>
            <Icon name="reply" /> {t("compose.reply")} <KeyOf action="reply" />
          </Button>
        )}
        {mayReply && (
          <Button onClick={() => draft.begin("reply", true)}>
            {t("compose.reply_all")} <KeyOf action="reply-all" />
          </Button>
        )}
        {mayNote && (
          <Button onClick={() => draft.begin("note", draft.value.all)}>
            <Icon name="note" /> {t("compose.note")} <KeyOf action="note" />
          </Button>
        )}
      </footer>
    );
  }
  return <Open ticket={ticket} suggested={suggested} offered={offered} messages={messages} draft={draft} onResolved={onResolved} />;
}

function Open({ ticket, suggested, offered, messages, draft, onResolved }: Props) {
  const { t } = useTranslation();
  const mayReply = useMay("reply");
  const mayCanned = useMay("read_articles");
  const sender = useSend(ticket, draft, onResolved);
  const uploads = useUploads(draft);
  const [asking, setAsking] = useState<{ resolve: boolean; at?: Date | undefined } | null>(null);
  const [later, setLater] = useState(false);
  const [dragging, setDragging] = useState(false);
  const [confirmed, setConfirmed] = useState<ReadonlySet<string>>(new Set());
  const { value, set, safe, input } = draft;
  const isNote = value.mode === "note";
  const recipients = recipientsQuery(ticket.id, value.all, ticket.public_count);
  const { data: preview } = useQuery({ ...recipients, enabled: mayReply });
  const people = value.to === null ? preview : { to: value.to, cc: value.cc, bcc: value.bcc };
  const everyone = people ? [...people.to, ...people.cc, ...people.bcc] : [];
  const words = isNote ? value.note : value.reply;
  const problem = value.to === null ? preview?.problem : everyone.length === 0 ? t("compose.nobody") : null;
  const news = strangers(newcomers(preview), [...confirmed]);
  const ready = words.trim() !== "" && !sender.busy && !uploads.busy && (isNote || !problem);
  const submit = async (resolve: boolean, at?: Date) => {
    if (!ready) return;
    // A quick agent may be done before it is known to whom the reply goes.
    const known = isNote || value.to !== null ? preview : await client.query({ ...recipients, staleTime: "static" }).catch(() => undefined);
    const unconfirmed = isNote ? [] : strangers(newcomers(known), [...confirmed]);
    if (unconfirmed.length > 0) setAsking({ resolve, at });
    else await sender.send(resolve, at);
  };
  const offers: Offer[] = [{ id: "send", label: isNote ? t("compose.save_note") : t("compose.send"), run: () => void submit(false) }];
  if (!isNote) {
    offers.push(
      { id: "send-resolve", run: () => void submit(true) },
      { id: "send-later", run: () => ready && setLater(true) },
      { id: "attach", run: () => document.getElementById("attach")?.click() },
    );
  }
  useActions(offers);
  return (
    <section
      className={isNote ? "composer composer-note" : "composer"}
      aria-label={isNote ? t("compose.note") : t("compose.reply")}
      data-dragging={dragging}
      onDragOver={(event: DragEvent) => {
        if (isNote || !event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setDragging(true);
      }}
      onDragLeave={(event: DragEvent) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setDragging(false);
      }}
      onDrop={(event: DragEvent) => {
        setDragging(false);
        if (isNote || event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        uploads.add([...event.dataTransfer.files]);
      }}
    >
      <div className="composer-modes row" role="group" aria-label={t("compose.mode")}>
        {mayReply && (
          <Button kind="quiet" small aria-pressed={!isNote} onClick={() => draft.begin("reply", value.all)}>
            <Icon name="reply" /> {t("compose.reply")}
          </Button>
        )}
        <Button kind="quiet" small aria-pressed={isNote} onClick={() => draft.begin("note", value.all)}>
          <Icon name="note" /> {t("compose.note")}
        </Button>
        <strong className="grow cut composer-where">
          {isNote ? t("compose.note_stays") : t("compose.goes_to", { names: everyone.map((one) => nameOf(one)).join(", ") })}
        </strong>
        <IconButton icon="down" label={t("compose.fold")} onClick={draft.close} />
      </div>
      {!isNote && people && (
        <Recipients people={people} news={news} onChange={(next) => set(next)} onReset={() => set({ to: null, cc: [], bcc: [] })} edited={value.to !== null} />
      )}
      {sender.held.length > 0 && (
        <Held messages={messages.filter((one) => sender.held.includes(one.id))} onGoOn={() => void sender.goOn()} />
      )}
      {!isNote && value.reply === "" && suggested && offered && (
        <Suspense fallback={null}>
          <Suggestion now={suggested} text={offered.text} onUse={() => draft.take(offered)} />
        </Suspense>
      )}
      <Words
        key={value.mode}
        handle={input}
        plain={isNote}
        rows={isNote ? 4 : 7}
        text={words}
        html={isNote ? "" : value.html}
        stamp={draft.stamp}
        label={isNote ? t("compose.note_words") : t("compose.reply_words")}
        hint={isNote ? t("compose.note_hint") : t("compose.reply_hint")}
        onChange={({ text, html }) => set(isNote ? { note: text } : { reply: text, html })}
        {...(isNote ? {} : { onFiles: uploads.add, onTab: takeDraft, onSlash: slash, tools: <Quote value={value.quote} onChange={(quote) => set({ quote })} /> })}
      />
      {!isNote && <Files files={value.files} busy={uploads.names} onRemove={(upload) => set({ files: value.files.filter((one) => one.upload !== upload) })} />}
      {(sender.error ?? problem) && (
        <p className="bad composer-error" role="alert">
          {sender.error ?? problem}
        </p>
      )}
      <div className="row wrap composer-foot">
        {isNote ? (
          <Button kind="note" disabled={!ready} onClick={() => void submit(false)}>
            {t("compose.save_note")} <KeyOf action="send" />
          </Button>
        ) : (
          <>
            <Button kind="primary" disabled={!ready} onClick={() => void submit(false)}>
              {t("compose.send")} <KeyOf action="send" />
            </Button>
            <Button disabled={!ready} onClick={() => void submit(true)}>
              {t("compose.send_resolve")}
            </Button>
            <IconButton icon="waiting" label={t("compose.later")} disabled={!ready} onClick={() => setLater(true)} />
            {mayCanned && <IconButton icon="canned" action="canned" label={t("compose.canned")} onClick={() => draft.pick("")} />}
            <IconButton icon="clip" label={t("compose.attach")} onClick={() => document.getElementById("attach")?.click()} />
            <input
              id="attach"
              type="file"
              multiple
              hidden
              aria-label={t("compose.attach")}
              onChange={(event) => {
                uploads.add([...(event.target.files ?? [])]);
                event.target.value = "";
              }}
            />
          </>
        )}
        <span className="grow" />
        <span className="muted" role="status">
          {words.trim() !== "" && (safe ? t("compose.saved") : t("compose.not_saved"))}
        </span>
      </div>
      {draft.picking !== null && !isNote && (
        <Suspense fallback={null}>
          <Picker
            ticket={ticket}
            onTake={(text, canned) => {
              insert(text);
              set((now) => ({ canned: now.canned.includes(canned) ? now.canned : [...now.canned, canned] }));
            }}
            onClose={(typed) => {
              insert(draft.picking ? draft.picking + typed : "");
            }}
          />
        </Suspense>
      )}
      {later && (
        <LaterModal
          onClose={() => setLater(false)}
          onSend={(at) => {
            setLater(false);
            void submit(false, at);
          }}
        />
      )}
      {asking && (
        <FirstTimeModal
          people={news}
          onClose={() => setAsking(null)}
          onConfirm={() => {
            setConfirmed(new Set([...confirmed, ...news.map((one) => one.email)]));
            setAsking(null);
            void sender.send(asking.resolve, asking.at);
          }}
        />
      )}
    </section>
  );

  /** Those who have not taken part yet: as the server says, or for edited recipients as the thread says. */
  function newcomers(answer: typeof preview) {
    if (value.to === null) return answer?.first_time ?? [];
    const known = messages
      .filter((message) => message.visibility === "public")
      .flatMap((message) => [message.from, ...message.to, ...message.cc].map((one) => one?.email));
    return strangers(everyone, [...known, ticket.customer_email]);
  }

  /** Takes the window above away, so that the field can have the focus, and writes. */
  function insert(text: string): void {
    flushSync(() => draft.pick(null));
    if (text) input.current?.insert(text);
    else input.current?.focus();
  }

  function slash(): boolean {
    if (mayCanned) draft.pick("/");
    return mayCanned;
  }

  function takeDraft(): boolean {
    if (value.reply !== "" || !offered) return false;
    draft.take(offered);
    return true;
  }
}
