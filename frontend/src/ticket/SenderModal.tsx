// Corrects who wrote a mail: name and address of the right one. What the API refuses is said beside the fields.
//
// Invariant: a correction that somebody else made meanwhile is shown before it is overwritten.
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem, type Address, type Message, type Ticket } from "../api/client";
import { correctSender, freshMessages, freshTicket } from "../api/commands";
import { nameOf } from "../lib/people";
import { Text } from "../settings/fields";
import { Button } from "../ui/Button";
import { Modal } from "../ui/Modal";
import { sentence } from "../ui/States";
import { toast } from "../ui/toasts";
import { correction, otherSender } from "./sender";

interface Props {
  ticket: Ticket;
  message: Message;
  onClose: () => void;
}

/** A correction that met another one. */
interface Met {
  ticket: Ticket;
  theirs: Address;
}

export function SenderModal({ ticket, message, onClose }: Props) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [met, setMet] = useState<Met | null>(null);
  const save = useMutation({
    mutationFn: (base: Ticket) => settle(base, message, correction(email, name)),
    onSuccess: (found) => {
      setMet(found);
      if (found) return;
      toast(t("message.corrected", { name: name.trim() || email.trim() }));
      onClose();
    },
  });
  // The window gives the focus to its first button; whoever comes here wants to write.
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  const mine = { name: name.trim() || null, email: email.trim() };
  return (
    <Modal title={met ? t("conflict.title") : t("message.correct")} onClose={onClose}>
      <form
        className="stack"
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending) save.mutate(met?.ticket ?? ticket);
        }}
      >
        {met ? (
          <Both before={message.from ?? null} theirs={met.theirs} mine={mine} number={ticket.number} />
        ) : (
          <>
            <p>{t("message.correct_text")}</p>
            {message.from && (
              <p className="muted">
                {t("message.correct_now", { name: nameOf(message.from), email: message.from.email })}
              </p>
            )}
            <Text label={t("message.correct_email")} type="email" value={email} onChange={setEmail} required />
            <Text label={t("message.correct_name")} hint={t("message.correct_name_hint")} value={name} onChange={setName} />
          </>
        )}
        {save.error && (
          <p className="bad" role="alert">
            {sentence(save.error, t("error.unreachable_text"))}
          </p>
        )}
        <div className="modal-foot">
          <Button onClick={onClose}>{met ? t("conflict.keep") : t("app.cancel")}</Button>
          <Button type="submit" kind="primary" disabled={save.isPending}>
            {met ? t("conflict.use_mine") : t("message.correct")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Corrects, also when other things of the ticket changed since; gives what stands there when somebody else corrected it. */
async function settle(base: Ticket, message: Message, body: ReturnType<typeof correction>): Promise<Met | null> {
  try {
    await correctSender(base, message, body);
    return null;
  } catch (error) {
    if (!(error instanceof Problem && error.code === "version_mismatch")) throw error;
  }
  // The ticket first: what is corrected after it is refused again.
  const ticket = await freshTicket(base.id);
  const messages = await freshMessages(base.id);
  const theirs = otherSender(message, messages.find((one) => one.id === message.id), body.email);
  if (theirs) return { ticket, theirs };
  await correctSender(ticket, message, body);
  return null;
}

interface BothProps {
  before: Address | null;
  theirs: Address;
  mine: Address;
  number: number;
}

function Both({ before, theirs, mine, number }: BothProps) {
  const { t } = useTranslation();
  const lines = [
    ["before", before],
    ["theirs", theirs],
    ["mine", mine],
  ] as const;
  return (
    <>
      <p role="alert">{t("conflict.text", { number })}</p>
      <dl className="facts">
        {lines.map(([which, who]) => (
          <div key={which}>
            <dt>{t(`conflict.${which}`)}</dt>
            <dd>{who ? `${nameOf(who)} <${who.email}>` : "–"}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
