// Addresses that receive.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, once, take, type Schemas } from "../api/client";
import { mailboxesQuery, teamsQuery } from "../api/queries";
import { useMay } from "../shell/me";
import { Button } from "../ui/Button";
import { Select, Text } from "./fields";
import { Listed } from "./Listed";
import { useSave } from "./useSave";

export function MailboxesSection() {
  const { t } = useTranslation();
  const query = useQuery(mailboxesQuery);
  const { data: teams } = useQuery(teamsQuery);
  const team = (id: string | null | undefined) => teams?.find((one) => one.id === id)?.name ?? t("ticket.no_team");
  return (
    <>
      <Listed
        label={t("settings.mailboxes.title")}
        query={query}
        head={[t("settings.mailboxes.address"), t("settings.mailboxes.name"), t("field.assigned_team")]}
        row={(mailbox) => [<code key="address">{mailbox.address}</code>, mailbox.name, team(mailbox.team)]}
      />
      <p className="muted">
        {t("settings.mailboxes.forward")} <Link to="/start">{t("nav.start")}</Link>
      </p>
      <Add teams={(teams ?? []).map((one) => [one.id, one.name] as const)} />
    </>
  );
}

function Add({ teams }: { teams: readonly (readonly [string, string])[] }) {
  const { t } = useTranslation();
  const may = useMay("manage_organisation");
  const [address, setAddress] = useState("");
  const [name, setName] = useState("");
  const [team, setTeam] = useState("");
  const save = useSave(
    ["mailboxes"],
    (body: Schemas["CreateMailbox"]) => take(api.POST("/api/v1/mailboxes", { params: { header: once() }, body })),
    () => {
      setAddress("");
      setName("");
    },
  );
  return (
    <form
      className="card form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ address, name, team: team || null });
      }}
    >
      <h2>{t("settings.mailboxes.add")}</h2>
      <Text label={t("settings.mailboxes.address")} type="email" value={address} onChange={setAddress} disabled={!may} required />
      <Text label={t("settings.mailboxes.name")} hint={t("settings.mailboxes.name_hint")} value={name} onChange={setName} disabled={!may} required />
      <Select label={t("field.assigned_team")} value={team} choices={[["", t("ticket.no_team")], ...teams]} onChange={setTeam} disabled={!may} />
      <div className="row">
        <Button type="submit" kind="primary" disabled={!may || save.isPending}>
          {t("app.add")}
        </Button>
      </div>
    </form>
  );
}
