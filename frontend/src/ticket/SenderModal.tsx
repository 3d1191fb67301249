// Corrects who wrote a mail: name and address of the right one. What the API refuses is said beside the fields.
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "../api/client";
import { correctSender } from "../api/commands";
import { nameOf } from "../lib/people";
import { Text } from "../settings/fields";
import { Button } from "../ui/Button";
import { Modal } from "../ui/Modal";
import { sentence } from "../ui/States";
import { toast } from "../ui/toasts";
import { correction } from "./sender";

interface Props {
  message: Message;
  onClose: () => void;
}

export function SenderModal({ message, onClose }: Props) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const save = useMutation({
    mutationFn: () => correctSender(message, correction(email, name)),
    onSuccess: () => {
      toast(t("message.corrected", { name: name.trim() || email.trim() }));
      onClose();
    },
  });
  // The window gives the focus to its first button; whoever comes here wants to write.
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  return (
    <Modal title={t("message.correct")} onClose={onClose}>
      <form
        className="stack"
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending) save.mutate();
        }}
      >
        <p>{t("message.correct_text")}</p>
        {message.from && (
          <p className="muted">
            {t("message.correct_now", { name: nameOf(message.from), email: message.from.email })}
          </p>
        )}
        <Text label={t("message.correct_email")} type="email" value={email} onChange={setEmail} required />
        <Text label={t("message.correct_name")} hint={t("message.correct_name_hint")} value={name} onChange={setName} />
        {save.error && (
          <p className="bad" role="alert">
            {sentence(save.error, t("error.unreachable_text"))}
          </p>
        )}
        <div className="modal-foot">
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button type="submit" kind="primary" disabled={save.isPending}>
            {t("message.correct")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
