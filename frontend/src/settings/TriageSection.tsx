// How tickets are judged: categories, from which confidence on it is acted on, and whether tickets are assigned by it.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { patchOrganisation } from "../api/commands";
import { organisationQuery, teamsQuery } from "../api/queries";
import { useMay } from "../shell/me";
import { Button } from "../ui/Button";
import { Failure, Skeleton } from "../ui/States";
import { Check, Select, Text } from "./fields";
import { useSave } from "./useSave";

type Organisation = Schemas["OrganisationView"];
const PRESETS = ["saas", "classic"] as const satisfies readonly Schemas["TaxonomyPreset"][];

export function TriageSection() {
  const { data, error, refetch } = useQuery(organisationQuery);
  if (!data) return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton />;
  return (
    <>
      <Form key={data.version} organisation={data} />
      <Categories triage={data.settings.triage} />
    </>
  );
}

function Form({ organisation }: { organisation: Organisation }) {
  const { t } = useTranslation();
  const may = useMay("manage_organisation");
  const { triage } = organisation.settings;
  const [preset, setPreset] = useState(triage.preset);
  const [percent, setPercent] = useState(String(Math.round(triage.threshold * 100)));
  const [assign, setAssign] = useState(triage.auto_assign);
  const [most, setMost] = useState(triage.capacity == null ? "" : String(triage.capacity));
  const save = useSave(["organisation"], () =>
    patchOrganisation(organisation.version, {
      settings: {
        triage: { preset, threshold: Number(percent) / 100, auto_assign: assign, capacity: most.trim() === "" ? null : Number(most) },
      },
    }),
  );
  return (
    <form
      className="card form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined);
      }}
    >
      <Select
        label={t("settings.triage.preset")}
        hint={triage.own_categories ? t("settings.triage.own") : t("settings.triage.preset_hint")}
        value={preset}
        choices={PRESETS.map((name) => [name, t(`settings.triage.presets.${name}`)] as const)}
        onChange={setPreset}
        disabled={!may || triage.own_categories}
      />
      <Text label={t("settings.triage.threshold")} hint={t("settings.triage.threshold_hint")} type="number" value={percent} onChange={setPercent} disabled={!may} required />
      <Check label={t("settings.triage.assign")} value={assign} onChange={setAssign} disabled={!may} />
      <Text label={t("settings.triage.capacity")} hint={t("settings.triage.capacity_hint")} type="number" value={most} onChange={setMost} disabled={!may} />
      <div className="row">
        <Button kind="primary" type="submit" disabled={!may || save.isPending}>
          {t("app.save")}
        </Button>
      </div>
    </form>
  );
}

function Categories({ triage }: { triage: Schemas["TriageSettingsView"] }) {
  const { t } = useTranslation();
  const { data: teams } = useQuery(teamsQuery);
  const team = (key: string) => teams?.find((one) => one.key === key)?.name ?? key;
  return (
    <div className="card scroll-x" tabIndex={0} role="region" aria-label={t("settings.triage.categories")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("field.category")}</th>
            <th scope="col">{t("settings.triage.description")}</th>
            <th scope="col">{t("field.assigned_team")}</th>
          </tr>
        </thead>
        <tbody>
          {triage.categories.map((category) => (
            <tr key={category.key}>
              <td>
                <code>{category.key}</code>
                {category.key === triage.fallback && <span className="muted block">{t("settings.triage.fallback")}</span>}
              </td>
              <td>{category.description}</td>
              <td>{team(category.team)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
