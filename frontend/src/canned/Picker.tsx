// Finds a canned response for the reply that is being written, with a look at its words before they are taken.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Command } from "cmdk";
import { useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { cannedListQuery, renderCanned, type Canned } from "../api/canned";
import type { Ticket } from "../api/client";
import { languageName } from "../lib/languages";
import { useMay } from "../shell/me";
import { Chip } from "../ui/Bits";
import { sentence } from "../ui/States";
import { toast } from "../ui/toasts";
import { glance, offered } from "./content";

interface Props {
  ticket: Ticket;
  /** Its words, filled in for the ticket. */
  onTake: (text: string, canned: string) => void;
  /** Left without a choice, with what was typed. */
  onClose: (typed: string) => void;
}

export default function Picker({ ticket, onTake, onClose }: Props) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const [words, setWords] = useState("");
  const [busy, setBusy] = useState(false);
  // Closed before it is taken away, so that the focus goes back to where it was.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const choose = async (canned: Canned) => {
    if (busy) return;
    setBusy(true);
    try {
      const { text, missing } = await renderCanned(ticket.id, canned.id);
      onTake(text, canned.id);
      if (missing.length > 0) toast(t("canned.missing", { names: missing.join(", ") }), { tone: "bad" });
    } catch (error) {
      toast(sentence(error, t("error.unreachable_text")), { tone: "bad" });
      setBusy(false);
    }
  };
  return (
    <dialog
      ref={dialog}
      className="modal palette"
      aria-label={t("nav.canned")}
      onCancel={(event) => {
        event.preventDefault();
        onClose(words);
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose(words);
      }}
    >
      <Command label={t("nav.canned")} loop>
        <Command.Input autoFocus placeholder={t("canned.find")} value={words} onValueChange={setWords} />
        <Command.List>
          <Found ticket={ticket} onChoose={(canned) => void choose(canned)} />
        </Command.List>
      </Command>
    </dialog>
  );
}

function Found({ ticket, onChoose }: { ticket: Ticket; onChoose: (canned: Canned) => void }) {
  const { t, i18n } = useTranslation();
  const writes = useMay("change_articles");
  const { data, error } = useQuery(cannedListQuery);
  if (!data) return <p className="palette-note muted">{error ? sentence(error, t("error.unreachable_text")) : t("app.loading")}</p>;
  const all = offered(data, ticket);
  if (all.length === 0) {
    return (
      <p className="palette-note muted">
        {t("canned.empty")}. {writes && <Link to="/canned">{t("canned.write")}</Link>}
      </p>
    );
  }
  return (
    <>
      <Command.Empty>{t("keys.nothing")}</Command.Empty>
      {all.map((one) => (
        <Command.Item key={one.id} value={`${one.shortcut} ${one.name} ${one.id}`} keywords={[one.body]} onSelect={() => onChoose(one)}>
          <span className="grow canned-choice">
            <span className="row">
              <strong className="cut">{one.name}</strong>
              <code className="muted">/{one.shortcut}</code>
              {one.language !== "und" && <Chip title={languageName(one.language, i18n.language)}>{one.language}</Chip>}
            </span>
            <span className="muted cut block">{glance(one.body)}</span>
          </span>
        </Command.Item>
      ))}
    </>
  );
}
