// Whether the knowledge base is searched by meaning too: from which model its passages get vectors, and how far that is.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { patchOrganisation } from "../api/commands";
import { aiStatusQuery } from "../api/queries";
import { useMay } from "../shell/me";
import { Button } from "../ui/Button";
import { Ago, Chip } from "../ui/Bits";
import { patchEmbeddings, typedEmbeddings, VECTOR_PROVIDERS } from "./ai";
import { Select, Text } from "./fields";
import { SecretField } from "./SecretField";
import { useSave } from "./useSave";

export function EmbeddingsCard({ organisation }: { organisation: Schemas["OrganisationView"] }) {
  const { t } = useTranslation();
  const may = useMay("manage_organisation");
  const [form, setForm] = useState(() => typedEmbeddings(organisation.settings.ai.embeddings));
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const save = useSave(["organisation"], (embeddings: Schemas["PatchEmbeddings"]) => patchOrganisation(organisation.version, { settings: { ai: { embeddings } } }));
  return (
    <form
      className="card form"
      aria-label={t("settings.embeddings.title")}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(patchEmbeddings(form));
      }}
    >
      <h2>{t("settings.embeddings.title")}</h2>
      <p className="muted">{t("settings.embeddings.text")}</p>
      <Standing />
      <Select
        label={t("settings.embeddings.switch")}
        value={form.enabled}
        choices={[["auto", t("settings.ai.auto")], ["on", t("settings.ai.yes")], ["off", t("settings.ai.no")]] as const}
        onChange={(enabled) => set({ enabled })}
        disabled={!may}
      />
      <Select
        label={t("settings.embeddings.provider")}
        value={form.provider}
        choices={[["", t("settings.ai.as_machine")], ...VECTOR_PROVIDERS.map((one) => [one, t(`settings.ai.providers.${one}`)] as const)] as const}
        onChange={(provider) => set({ provider })}
        disabled={!may}
      />
      <SecretField name="embeddings" />
      <Text label={t("settings.embeddings.base_url")} hint={t("settings.ai.base_url_hint")} value={form.base_url} onChange={(base_url) => set({ base_url })} disabled={!may} required={form.provider === "compatible"} />
      <Text label={t("settings.embeddings.model")} hint={t("settings.embeddings.model_hint")} value={form.model} onChange={(model) => set({ model })} disabled={!may} required={form.provider === "compatible"} />
      <Text label={t("settings.embeddings.dimensions")} hint={t("settings.embeddings.dimensions_hint")} type="number" value={form.dimensions} onChange={(dimensions) => set({ dimensions })} disabled={!may} />
      <div className="row">
        <Button kind="primary" type="submit" disabled={!may || save.isPending}>
          {t("app.save")}
        </Button>
      </div>
    </form>
  );
}

function Standing() {
  const { t } = useTranslation();
  const { data } = useQuery(aiStatusQuery);
  if (!data) return null;
  const { enabled, problem, passages, vectors, tried_at: tried } = data.embeddings;
  return (
    <>
      <p className="row wrap">
        <Chip tone={!enabled ? "plain" : problem ? "warn" : "good"}>
          {!enabled ? t("settings.embeddings.off") : problem ? t("settings.embeddings.blocked") : t("settings.embeddings.on")}
        </Chip>
        {enabled && tried && (
          <span className="muted">
            {t("settings.embeddings.made", { vectors, passages })} · <Ago at={tried} />
          </span>
        )}
      </p>
      {enabled && problem && <p className="bad">{problem}</p>}
    </>
  );
}
