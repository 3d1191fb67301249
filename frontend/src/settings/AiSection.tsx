// Language models: whether they are asked, which ones, with which key, and what they may cost.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { patchOrganisation } from "../api/commands";
import { aiStatusQuery, organisationQuery } from "../api/queries";
import { money } from "../lib/money";
import { useMay } from "../shell/me";
import { Button } from "../ui/Button";
import { Chip } from "../ui/Bits";
import { Failure, Skeleton } from "../ui/States";
import { toast } from "../ui/toasts";
import { patchOf, share, typed, type Provider } from "./ai";
import { EmbeddingsCard } from "./EmbeddingsCard";
import { Check, Select, Text } from "./fields";
import { SecretField } from "./SecretField";
import { useSave } from "./useSave";

type Organisation = Schemas["OrganisationView"];
const PROVIDERS: readonly Provider[] = ["anthropic", "openai", "bedrock", "compatible"];

export function AiSection() {
  const { data, error, refetch } = useQuery(organisationQuery);
  if (!data) return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton />;
  return (
    <>
      <Status />
      <Form key={data.version} organisation={data} />
      <EmbeddingsCard key={`embeddings ${data.version}`} organisation={data} />
    </>
  );
}

function Status() {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery(aiStatusQuery);
  if (!data) return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton lines={3} />;
  const { today } = data;
  const part = share(today.spent_microusd, today.limit_microusd);
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <section className="card form" aria-label={t("settings.ai.status")}>
      <p className="row wrap">
        <Chip tone={!data.enabled ? "plain" : data.problem ? "warn" : "good"}>
          {!data.enabled ? t("settings.ai.off") : data.problem ? t("settings.ai.blocked") : t("settings.ai.on")}
        </Chip>
        {data.steps.map((step) => (
          <span key={step.step} className="muted">
            {t(`cost.step.${step.step}`)}: {step.model}
            {!step.priced && ` (${t("settings.ai.unpriced")})`}
          </span>
        ))}
      </p>
      {!data.enabled && <p className="muted">{t("settings.ai.off_text")}</p>}
      {data.problem && <p className="bad">{data.problem}</p>}
      <p className="row wrap">
        <span>
          {t("settings.ai.today")} <strong className="num">{money(today.spent_microusd, i18n.language)}</strong>
          {today.limit_microusd != null && <span className="muted num"> / {money(today.limit_microusd, i18n.language)}</span>}
        </span>
        {part !== null && <meter min={0} max={1} high={0.9} value={part} aria-label={t("settings.ai.budget")} />}
        <span className="muted num">{t("settings.ai.questions", { count: today.questions, tokens: number.format(today.spent_tokens) })}</span>
      </p>
      {part === 1 && <p className="bad">{t("settings.ai.spent")}</p>}
    </section>
  );
}

function Form({ organisation }: { organisation: Organisation }) {
  const { t } = useTranslation();
  const may = useMay("manage_organisation");
  const [form, setForm] = useState(() => typed(organisation.settings.ai));
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const save = useSave(["organisation"], (ai: Schemas["PatchAiSettings"]) => patchOrganisation(organisation.version, { settings: { ai } }));
  return (
    <form
      className="card form"
      aria-label={t("settings.ai.title")}
      onSubmit={(event) => {
        event.preventDefault();
        const read = patchOf(form);
        if ("patch" in read) save.mutate(read.patch);
        else toast(t("settings.ai.wrong", { field: t(`settings.ai.${read.wrong}`) }), { tone: "bad" });
      }}
    >
      <Select
        label={t("settings.ai.switch")}
        hint={t("settings.ai.switch_hint")}
        value={form.enabled}
        choices={[["auto", t("settings.ai.auto")], ["on", t("settings.ai.yes")], ["off", t("settings.ai.no")]] as const}
        onChange={(enabled) => set({ enabled })}
        disabled={!may}
      />
      <Select
        label={t("settings.ai.provider")}
        value={form.provider}
        choices={[["", t("settings.ai.as_machine")], ...PROVIDERS.map((one) => [one, t(`settings.ai.providers.${one}`)] as const)] as const}
        onChange={(provider) => set({ provider })}
        disabled={!may}
      />
      <SecretField name="model" />
      <Text label={t("settings.ai.base_url")} hint={t("settings.ai.base_url_hint")} value={form.base_url} onChange={(base_url) => set({ base_url })} disabled={!may} required={form.provider === "compatible"} />
      <Text label={t("settings.ai.triage_model")} hint={t("settings.ai.triage_model_hint")} value={form.triage_model} onChange={(triage_model) => set({ triage_model })} disabled={!may} />
      <Text label={t("settings.ai.draft_model")} hint={t("settings.ai.draft_model_hint")} value={form.draft_model} onChange={(draft_model) => set({ draft_model })} disabled={!may} />
      <Check label={t("settings.ai.vision")} value={form.vision} onChange={(vision) => set({ vision })} disabled={!may} />
      <Text label={t("settings.ai.team_language")} hint={t("settings.ai.team_language_hint")} value={form.team_language} onChange={(team_language) => set({ team_language })} disabled={!may} required />
      <Text label={t("settings.ai.budget")} hint={t("settings.ai.budget_hint")} value={form.budget} onChange={(budget) => set({ budget })} disabled={!may} />
      <Text label={t("settings.ai.tokens")} hint={t("settings.ai.tokens_hint")} value={form.tokens} onChange={(tokens) => set({ tokens })} disabled={!may} />
      <Text label={t("settings.ai.timeout")} type="number" value={form.timeout} onChange={(timeout) => set({ timeout })} disabled={!may} required />
      <div className="row">
        <Button kind="primary" type="submit" disabled={!may || save.isPending}>
          {t("app.save")}
        </Button>
      </div>
    </form>
  );
}
