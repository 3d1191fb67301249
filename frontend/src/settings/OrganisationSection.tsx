// How tickets are handled: name, signature, windows and switches of the organisation.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { patchOrganisation } from "../api/commands";
import { organisationQuery } from "../api/queries";
import { useMay } from "../shell/me";
import { Button } from "../ui/Button";
import { Failure, Skeleton } from "../ui/States";
import { Check, Text, Words } from "./fields";
import { useSave } from "./useSave";

type Organisation = Schemas["OrganisationView"];

export function OrganisationSection() {
  const { data, error, refetch } = useQuery(organisationQuery);
  if (!data) return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton />;
  return <Form key={data.version} organisation={data} />;
}

function Form({ organisation }: { organisation: Organisation }) {
  const { t } = useTranslation();
  const may = useMay("manage_organisation");
  const [name, setName] = useState(organisation.name);
  const [settings, setSettings] = useState(organisation.settings);
  const [domains, setDomains] = useState(organisation.settings.own_domains.join("\n"));
  const save = useSave(["organisation"], () =>
    patchOrganisation(organisation.version, {
      name,
      // What this page shows, and no more: other parts of the settings have pages of their own.
      settings: {
        signature: settings.signature,
        reply_waits_on_customer: settings.reply_waits_on_customer,
        quote_history: settings.quote_history,
        past_answers: settings.past_answers,
        reopen_window_days: settings.reopen_window_days,
        automatic_mail_per_hour: settings.automatic_mail_per_hour,
        own_domains: domains.split(/[\s,]+/).filter(Boolean),
      },
    }),
  );
  const set = (part: Partial<typeof settings>) => setSettings({ ...settings, ...part });
  return (
    <form
      className="card form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined);
      }}
    >
      <Text label={t("settings.organisation.name")} hint={t("settings.organisation.name_hint")} value={name} onChange={setName} disabled={!may} required />
      <Words label={t("settings.organisation.signature")} hint={t("settings.organisation.signature_hint")} value={settings.signature} onChange={(signature) => set({ signature })} disabled={!may} />
      <Check label={t("settings.organisation.waits")} value={settings.reply_waits_on_customer} onChange={(reply_waits_on_customer) => set({ reply_waits_on_customer })} disabled={!may} />
      <Check label={t("settings.organisation.quote")} value={settings.quote_history} onChange={(quote_history) => set({ quote_history })} disabled={!may} />
      <Check label={t("settings.organisation.past")} value={settings.past_answers} onChange={(past_answers) => set({ past_answers })} disabled={!may} />
      <Text label={t("settings.organisation.window")} hint={t("settings.organisation.window_hint")} type="number" value={String(settings.reopen_window_days)} onChange={(days) => set({ reopen_window_days: Number(days) })} disabled={!may} />
      <Text label={t("settings.organisation.automatic")} hint={t("settings.organisation.automatic_hint")} type="number" value={String(settings.automatic_mail_per_hour)} onChange={(count) => set({ automatic_mail_per_hour: Number(count) })} disabled={!may} />
      <Words label={t("settings.organisation.domains")} hint={t("settings.organisation.domains_hint")} value={domains} onChange={setDomains} disabled={!may} />
      <div className="row">
        <Button kind="primary" type="submit" disabled={!may || save.isPending}>
          {t("app.save")}
        </Button>
      </div>
    </form>
  );
}
