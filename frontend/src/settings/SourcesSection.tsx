// Other systems that are asked about customers: which, where, and with which secret.
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { patchOrganisation } from "../api/commands";
import { organisationQuery } from "../api/queries";
import { SOURCES } from "../evidence/sources";
import { useMay } from "../shell/me";
import { Button } from "../ui/Button";
import { Failure, Skeleton } from "../ui/States";
import { Check, Text, Words } from "./fields";
import { SecretField } from "./SecretField";
import { columnsOf, tiersOf, tiersText } from "./sources";
import { useSave } from "./useSave";

type Organisation = Schemas["OrganisationView"];
type Patch = Schemas["PatchEnrichment"];

export function SourcesSection() {
  const { data, error, refetch } = useQuery(organisationQuery);
  if (!data) return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton />;
  return <Forms key={data.version} organisation={data} />;
}

function Forms({ organisation }: { organisation: Organisation }) {
  const { t } = useTranslation();
  const may = useMay("manage_organisation");
  const save = useSave(["organisation"], (enrichment: Patch) => patchOrganisation(organisation.version, { settings: { enrichment } }));
  const { enrichment } = organisation.settings;
  const shared = { may: may && !save.isPending, onSave: (patch: Patch) => save.mutate(patch) };
  return (
    <>
      <p className="muted">{t("settings.sources.text")}</p>
      <Sentry {...shared} now={enrichment.sentry ?? null} />
      <Posthog {...shared} now={enrichment.posthog ?? null} />
      <Postgres {...shared} now={enrichment.postgres ?? null} />
      <div className="card form">
        <Check label={t("settings.sources.note")} value={enrichment.note} onChange={(note) => save.mutate({ note })} disabled={!may || save.isPending} />
      </div>
    </>
  );
}

interface PartProps<T> {
  now: T | null;
  may: boolean;
  onSave: (patch: Patch) => void;
}

function Part({ source, on, may, onSave, children }: { source: keyof typeof SOURCES; on: boolean; may: boolean; onSave: (on: boolean) => void; children: ReactNode }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(on);
  return (
    <form
      className="card form"
      aria-label={SOURCES[source]}
      onSubmit={(event) => {
        event.preventDefault();
        onSave(open);
      }}
    >
      <h2>{SOURCES[source]}</h2>
      <Check label={t("settings.sources.ask", { name: SOURCES[source] })} value={open} onChange={setOpen} disabled={!may} />
      {open && children}
      {open && <SecretField name={source} />}
      {(open || on) && (
        <div className="row">
          <Button kind="primary" type="submit" disabled={!may}>
            {t("app.save")}
          </Button>
        </div>
      )}
    </form>
  );
}

function Sentry({ now, may, onSave }: PartProps<Schemas["SentryShape"]>) {
  const { t } = useTranslation();
  const [organisation, setOrganisation] = useState(now?.organisation ?? "");
  const [project, setProject] = useState(now?.project ?? "");
  const [host, setHost] = useState(now?.host ?? "https://us.sentry.io");
  return (
    <Part source="sentry" on={now !== null} may={may} onSave={(on) => onSave({ sentry: on ? { organisation, project: project.trim() || null, host } : null })}>
      <Text label={t("settings.sources.organisation")} value={organisation} onChange={setOrganisation} disabled={!may} required />
      <Text label={t("settings.sources.project")} hint={t("settings.sources.project_hint")} value={project} onChange={setProject} disabled={!may} />
      <Text label={t("settings.sources.host")} value={host} onChange={setHost} disabled={!may} required />
    </Part>
  );
}

function Posthog({ now, may, onSave }: PartProps<Schemas["PosthogShape"]>) {
  const { t } = useTranslation();
  const [project, setProject] = useState(now?.project ?? "");
  const [host, setHost] = useState(now?.host ?? "https://us.posthog.com");
  return (
    <Part source="posthog" on={now !== null} may={may} onSave={(on) => onSave({ posthog: on ? { project: project.trim() || null, host } : null })}>
      <Text label={t("settings.sources.project")} hint={t("settings.sources.project_one")} value={project} onChange={setProject} disabled={!may} />
      <Text label={t("settings.sources.host")} value={host} onChange={setHost} disabled={!may} required />
    </Part>
  );
}

function Postgres({ now, may, onSave }: PartProps<Schemas["PostgresShape"]>) {
  const { t } = useTranslation();
  const [table, setTable] = useState(now?.table ?? "users");
  const [email, setEmail] = useState(now?.email_column ?? "email");
  const [columns, setColumns] = useState((now?.columns ?? ["plan", "created_at"]).join(", "));
  const [plan, setPlan] = useState(now ? (now.plan_column ?? "") : "plan");
  const [tiers, setTiers] = useState(tiersText(now?.tiers ?? {}));
  const [ignoreCase, setIgnoreCase] = useState(now?.ignore_case ?? true);
  const shape = {
    table,
    email_column: email,
    columns: columnsOf(columns),
    plan_column: plan.trim() || null,
    tiers: tiersOf(tiers),
    ignore_case: ignoreCase,
    ca_certificates: now?.ca_certificates ?? null,
  };
  return (
    <Part source="postgres" on={now !== null} may={may} onSave={(on) => onSave({ postgres: on ? shape : null })}>
      <Text label={t("settings.sources.table")} hint={t("settings.sources.table_hint")} value={table} onChange={setTable} disabled={!may} required />
      <Text label={t("settings.sources.email_column")} value={email} onChange={setEmail} disabled={!may} required />
      <Text label={t("settings.sources.columns")} hint={t("settings.sources.columns_hint")} value={columns} onChange={setColumns} disabled={!may} required />
      <Text label={t("settings.sources.plan_column")} hint={t("settings.sources.plan_hint")} value={plan} onChange={setPlan} disabled={!may} />
      <Words label={t("settings.sources.tiers")} hint={t("settings.sources.tiers_hint")} value={tiers} onChange={setTiers} disabled={!may} />
      <Check label={t("settings.sources.ignore_case")} value={ignoreCase} onChange={setIgnoreCase} disabled={!may} />
    </Part>
  );
}
