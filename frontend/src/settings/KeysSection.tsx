// Keys for programs. The secret is shown once, right after it was made.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, once, take, type Schemas } from "../api/client";
import { keysQuery } from "../api/queries";
import { useMay } from "../shell/me";
import { Button } from "../ui/Button";
import { Ago, Chip } from "../ui/Bits";
import { Modal } from "../ui/Modal";
import { Empty } from "../ui/States";
import { Check, Text } from "./fields";
import { Listed } from "./Listed";
import { useSave } from "./useSave";

type Key = Schemas["ApiKeyView"];
type Scope = Key["scopes"][number];
const SCOPES: readonly Scope[] = [
  "tickets:read",
  "tickets:write",
  "replies:write",
  "notes:write",
  "contacts:read",
  "contacts:write",
  "operations:read",
  "operations:write",
  "knowledge:read",
  "knowledge:write",
  "admin",
];

export function KeysSection() {
  const { t } = useTranslation();
  if (!useMay("manage_keys")) return <Empty icon="lock" title={t("error.refused")} />;
  return <Keys />;
}

function Keys() {
  const { t } = useTranslation();
  const query = useQuery(keysQuery);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <>
      <Listed
        label={t("settings.keys.title")}
        query={query}
        head={[t("settings.keys.name"), t("settings.keys.scopes"), t("settings.keys.made"), <span key="do" className="sr">{t("outgoing.actions")}</span>]}
        row={(key) => [key.name, <Scopes key="scopes" scopes={key.scopes} />, <Ago key="made" at={key.created_at} />, <Revoke key="do" apiKey={key} />]}
      />
      <p>
        <a href="/docs" target="_blank" rel="noreferrer">
          {t("settings.keys.docs")}
        </a>
      </p>
      <Add onMade={setSecret} />
      {secret && (
        <Modal title={t("settings.keys.once")} onClose={() => setSecret(null)}>
          <p>{t("settings.keys.once_text")}</p>
          <code className="secret">{secret}</code>
          <div className="modal-foot">
            <Button kind="primary" onClick={() => void navigator.clipboard.writeText(secret).then(() => setSecret(null))}>
              {t("settings.keys.copy")}
            </Button>
          </div>
        </Modal>
      )}
    </>
  );
}

function Scopes({ scopes }: { scopes: readonly Scope[] }) {
  return (
    <span className="row wrap">
      {scopes.map((scope) => (
        <Chip key={scope}>{scope}</Chip>
      ))}
    </span>
  );
}

function Revoke({ apiKey }: { apiKey: Key }) {
  const { t } = useTranslation();
  const save = useSave(["keys"], () =>
    take(api.POST("/api/v1/api-keys/{key}/revoke", { params: { path: { key: apiKey.id }, header: once() } })),
  );
  if (apiKey.revoked) return <Chip>{t("settings.keys.revoked")}</Chip>;
  return (
    <Button small kind="danger" disabled={save.isPending} onClick={() => save.mutate(undefined)}>
      {t("settings.keys.revoke")}
    </Button>
  );
}

function Add({ onMade }: { onMade: (secret: string) => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["tickets:read"]);
  const save = useSave(
    ["keys"],
    (body: Schemas["CreateApiKey"]) => take(api.POST("/api/v1/api-keys", { params: { header: once() }, body })),
    (made) => {
      setName("");
      if (made.secret) onMade(made.secret);
    },
  );
  return (
    <form
      className="card form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ name, scopes: [...scopes] });
      }}
    >
      <h2>{t("settings.keys.add")}</h2>
      <Text label={t("settings.keys.name")} value={name} onChange={setName} required />
      <fieldset className="scopes">
        <legend className="label">{t("settings.keys.scopes")}</legend>
        {SCOPES.map((scope) => (
          <Check
            key={scope}
            label={scope}
            value={scopes.includes(scope)}
            onChange={(on) => setScopes(on ? [...scopes, scope] : scopes.filter((one) => one !== scope))}
          />
        ))}
      </fieldset>
      <div className="row">
        <Button type="submit" kind="primary" disabled={save.isPending || scopes.length === 0}>
          {t("app.add")}
        </Button>
      </div>
    </form>
  );
}
