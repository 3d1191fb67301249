// Groups of agents that tickets go to.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, once, take, type Schemas } from "../api/client";
import { agentsQuery, teamsQuery } from "../api/queries";
import { useMay } from "../shell/me";
import { Button } from "../ui/Button";
import { Text } from "./fields";
import { Listed } from "./Listed";
import { useSave } from "./useSave";

export function TeamsSection() {
  const { t } = useTranslation();
  const query = useQuery(teamsQuery);
  const { data: agents } = useQuery(agentsQuery);
  const members = (team: string) =>
    (agents ?? []).filter((agent) => agent.teams.includes(team)).map((agent) => agent.name).join(", ") || "–";
  return (
    <>
      <Listed
        label={t("settings.teams.title")}
        query={query}
        head={[t("settings.teams.name"), t("settings.teams.key"), t("settings.teams.members")]}
        row={(team) => [team.name, <code key="key">{team.key}</code>, members(team.id)]}
      />
      <Add />
    </>
  );
}

function Add() {
  const { t } = useTranslation();
  const may = useMay("manage_organisation");
  const [name, setName] = useState("");
  const [key, setKey] = useState("");
  const save = useSave(
    ["teams"],
    (body: Schemas["CreateTeam"]) => take(api.POST("/api/v1/teams", { params: { header: once() }, body })),
    () => {
      setName("");
      setKey("");
    },
  );
  return (
    <form
      className="card form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ name, key });
      }}
    >
      <h2>{t("settings.teams.add")}</h2>
      <Text label={t("settings.teams.name")} value={name} onChange={setName} disabled={!may} required />
      <Text label={t("settings.teams.key")} hint={t("settings.teams.key_hint")} value={key} onChange={setKey} disabled={!may} required />
      <div className="row">
        <Button type="submit" kind="primary" disabled={!may || save.isPending}>
          {t("app.add")}
        </Button>
      </div>
    </form>
  );
}
