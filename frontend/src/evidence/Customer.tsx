// The customer: who they are, what agents noted, whether mail reaches them.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Contact, Ticket } from "../api/client";
import { patchContact } from "../api/commands";
import { contactQuery } from "../api/queries";
import { nameOf } from "../lib/people";
import { exactly } from "../lib/time";
import { useMay } from "../shell/me";
import { Button } from "../ui/Button";
import { Avatar, Chip } from "../ui/Bits";
import { sentence } from "../ui/States";
import { toast } from "../ui/toasts";
import { Section } from "./Section";

export function Customer({ ticket }: { ticket: Ticket }) {
  const { t, i18n } = useTranslation();
  const { data: contact } = useQuery(contactQuery(ticket.contact));
  const name = nameOf({ name: contact?.name ?? ticket.customer_name ?? null, email: ticket.customer_email });
  const email = contact?.email ?? ticket.customer_email;
  return (
    <Section title={t("evidence.customer")}>
      <div className="row">
        <Avatar name={name} seed={email} />
        <div className="grow">
          <strong className="cut block">{name}</strong>
          <span className="muted cut block" title={email}>
            {email}
          </span>
        </div>
        {ticket.customer_tier && <Chip tone="accent">{ticket.customer_tier}</Chip>}
      </div>
      {contact?.undeliverable && <Unreached contact={contact} />}
      {contact && (
        <>
          <p className="muted">{t("evidence.since", { date: exactly(contact.created_at, i18n.language) })}</p>
          <Notes key={contact.id} contact={contact} />
        </>
      )}
    </Section>
  );
}

function useChange() {
  const { t } = useTranslation();
  return useMutation({
    mutationFn: ({ id, ...body }: { id: string; notes?: string; undeliverable?: null }) => patchContact(id, body),
    onError: (error) => toast(sentence(error, t("error.unreachable_text")), { tone: "bad" }),
  });
}

function Unreached({ contact }: { contact: Contact }) {
  const { t } = useTranslation();
  const may = useMay("change_contacts");
  const change = useChange();
  return (
    <div className="stack">
      <p className="bad">
        {t("evidence.undeliverable")} {contact.undeliverable}
      </p>
      {may && (
        <Button small onClick={() => change.mutate({ id: contact.id, undeliverable: null })}>
          {t("evidence.reachable")}
        </Button>
      )}
    </div>
  );
}

function Notes({ contact }: { contact: Contact }) {
  const { t } = useTranslation();
  const may = useMay("change_contacts");
  const [words, setWords] = useState(contact.notes);
  const change = useChange();
  return (
    <div className="field">
      <label htmlFor="contact-notes">{t("evidence.notes")}</label>
      <textarea
        id="contact-notes"
        className="input"
        rows={2}
        maxLength={10_000}
        readOnly={!may}
        value={words}
        placeholder={t("evidence.notes_hint")}
        onChange={(event) => setWords(event.target.value)}
      />
      {words !== contact.notes && (
        <Button small disabled={change.isPending} onClick={() => change.mutate({ id: contact.id, notes: words })}>
          {t("app.save")}
        </Button>
      )}
    </div>
  );
}
