// Answers that no person looks at. Off unless somebody turns it on, with everything that follows said before.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { patchOrganisation } from "../api/commands";
import { organisationQuery } from "../api/queries";
import { useMay } from "../shell/me";
import { Button } from "../ui/Button";
import { Modal } from "../ui/Modal";
import { Failure, Skeleton } from "../ui/States";
import { Check, Text } from "./fields";
import { useSave } from "./useSave";

type Organisation = Schemas["OrganisationView"];
const RULES = ["sender", "sources", "suspect", "machines", "human", "says_so"] as const;

export function AutomaticSection() {
  const { data, error, refetch } = useQuery(organisationQuery);
  if (!data) return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton />;
  return <Form key={data.version} organisation={data} />;
}

function Form({ organisation }: { organisation: Organisation }) {
  const { t } = useTranslation();
  const may = useMay("manage_organisation");
  const { auto_resolve: auto, triage } = organisation.settings;
  const [enabled, setEnabled] = useState(auto.enabled);
  const [percent, setPercent] = useState(String(Math.round(auto.threshold * 100)));
  const [categories, setCategories] = useState<readonly string[]>(auto.categories);
  const [cap, setCap] = useState(String(auto.per_contact_per_day));
  const [asking, setAsking] = useState(false);
  const save = useSave(["organisation"], () =>
    patchOrganisation(organisation.version, {
      settings: { auto_resolve: { enabled, threshold: Number(percent) / 100, categories: [...categories], per_contact_per_day: Number(cap) } },
    }),
  );
  return (
    <form
      className="card form"
      onSubmit={(event) => {
        event.preventDefault();
        if (enabled && !auto.enabled) setAsking(true);
        else save.mutate(undefined);
      }}
    >
      <p className="banner banner-warn">{t("settings.automatic.warning")}</p>
      <ul className="bullets">
        {RULES.map((rule) => (
          <li key={rule}>{t(`settings.automatic.rule.${rule}`)}</li>
        ))}
      </ul>
      <Check label={t("settings.automatic.switch")} value={enabled} onChange={setEnabled} disabled={!may} />
      <Text label={t("settings.automatic.threshold")} hint={t("settings.automatic.threshold_hint")} type="number" value={percent} onChange={setPercent} disabled={!may} required />
      <fieldset className="scopes">
        <legend className="label">{t("settings.automatic.categories")}</legend>
        {triage.categories.map(({ key }) => (
          <Check key={key} label={key} value={categories.includes(key)} onChange={(on) => setCategories(on ? [...categories, key] : categories.filter((one) => one !== key))} disabled={!may} />
        ))}
      </fieldset>
      {enabled && categories.length === 0 && <p className="muted">{t("settings.automatic.no_category")}</p>}
      <Text label={t("settings.automatic.cap")} hint={t("settings.automatic.cap_hint")} type="number" value={cap} onChange={setCap} disabled={!may} required />
      <div className="row">
        <Button kind="primary" type="submit" disabled={!may || save.isPending}>
          {t("app.save")}
        </Button>
      </div>
      {asking && (
        <Modal title={t("settings.automatic.sure")} onClose={() => setAsking(false)}>
          <p>{t("settings.automatic.sure_text", { percent, categories: categories.join(", ") || "–" })}</p>
          <div className="modal-foot">
            <Button onClick={() => setAsking(false)}>{t("app.cancel")}</Button>
            <Button
              kind="primary"
              onClick={() => {
                setAsking(false);
                save.mutate(undefined);
              }}
            >
              {t("settings.automatic.turn_on")}
            </Button>
          </div>
        </Modal>
      )}
    </form>
  );
}
