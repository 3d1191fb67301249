// A key of another service. Invariant: it is written and never read; of one that is set, four characters tell which it is.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { deleteSecret, putSecret } from "../api/commands";
import { secretsQuery } from "../api/queries";
import { useMay } from "../shell/me";
import { Button } from "../ui/Button";
import { Ago, Chip } from "../ui/Bits";
import { Modal } from "../ui/Modal";
import { sentence } from "../ui/States";
import { toast } from "../ui/toasts";

type Secret = Schemas["SecretView"];
export type SecretName = Schemas["SecretName"];

export function SecretField({ name }: { name: SecretName }) {
  const { t } = useTranslation();
  const may = useMay("manage_keys");
  const { data, error, refetch } = useQuery({ ...secretsQuery, enabled: may });
  const secret = data?.find((one) => one.name === name);
  return (
    <div className="field" role="group" aria-label={t(`settings.secret.${name}`)}>
      <span className="label">{t(`settings.secret.${name}`)}</span>
      {!may && <span className="hint">{t("settings.secret.refused")}</span>}
      {may && !data && !error && <span className="hint">{t("app.loading")}</span>}
      {may && error && !data && (
        <span className="row">
          <span className="bad grow">{sentence(error, t("error.unreachable_text"))}</span>
          <Button small onClick={() => void refetch()}>
            {t("app.retry")}
          </Button>
        </span>
      )}
      {secret && <Held key={secret.updated_at ?? ""} secret={secret} />}
      <span className="hint">{t(`settings.secret.hint.${name}`)}</span>
    </div>
  );
}

function Held({ secret }: { secret: Secret }) {
  const { t } = useTranslation();
  const [replacing, setReplacing] = useState(false);
  const [asking, setAsking] = useState(false);
  const label = t(`settings.secret.${secret.name}`);
  const remove = useMutation({
    mutationFn: () => deleteSecret(secret.name),
    onSuccess: () => toast(t("settings.secret.removed")),
    onError: (error) => toast(sentence(error, t("error.unreachable_text")), { tone: "bad" }),
  });
  if (!secret.set || replacing) return <Write secret={secret} {...(replacing ? { onLeave: () => setReplacing(false) } : {})} />;
  return (
    <span className="row wrap">
      <Chip tone="good">{secret.last4 ? t("settings.secret.ends", { last4: secret.last4 }) : t("settings.secret.set")}</Chip>
      {secret.updated_at && (
        <span className="muted grow">
          <Ago at={secret.updated_at} />
        </span>
      )}
      <Button small aria-label={`${t("settings.secret.replace")}: ${label}`} onClick={() => setReplacing(true)}>
        {t("settings.secret.replace")}
      </Button>
      <Button small kind="danger" disabled={remove.isPending} aria-label={`${t("settings.secret.remove")}: ${label}`} onClick={() => setAsking(true)}>
        {t("settings.secret.remove")}
      </Button>
      {asking && (
        <Modal title={t("settings.secret.remove_title")} onClose={() => setAsking(false)}>
          <p>{t("settings.secret.remove_text", { name: label })}</p>
          <div className="modal-foot">
            <Button onClick={() => setAsking(false)}>{t("app.cancel")}</Button>
            <Button
              kind="danger"
              onClick={() => {
                setAsking(false);
                remove.mutate();
              }}
            >
              {t("settings.secret.remove")}
            </Button>
          </div>
        </Modal>
      )}
    </span>
  );
}

function Write({ secret, onLeave }: { secret: Secret; onLeave?: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [value, setValue] = useState("");
  const label = t(`settings.secret.${secret.name}`);
  const save = useMutation({
    mutationFn: () => putSecret(secret.name, value),
    onSuccess: () => {
      setValue("");
      toast(t("app.saved"));
      onLeave?.();
    },
  });
  const submit = () => {
    if (value.trim() !== "" && !save.isPending) save.mutate();
  };
  // No form of its own: it stands within one, and Enter in it must not save that one.
  return (
    <span className="stack">
      {secret.from_environment && !secret.set && <span className="hint">{t("settings.secret.environment")}</span>}
      <span className="row">
        <input
          id={id}
          className="input grow"
          type="password"
          autoComplete="off"
          spellCheck={false}
          maxLength={4_096}
          aria-label={label}
          placeholder={secret.set ? t("settings.secret.new") : t("settings.secret.none")}
          value={value}
          autoFocus={onLeave !== undefined}
          onChange={(event) => setValue(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") onLeave?.();
            if (event.key !== "Enter") return;
            event.preventDefault();
            submit();
          }}
        />
        <Button disabled={value.trim() === "" || save.isPending} aria-label={`${t("settings.secret.store")}: ${label}`} onClick={submit}>
          {t("settings.secret.store")}
        </Button>
        {onLeave && <Button onClick={onLeave}>{t("app.cancel")}</Button>}
      </span>
      {save.error && (
        <span className="bad" role="alert">
          {sentence(save.error, t("error.unreachable_text"))}
        </span>
      )}
    </span>
  );
}
