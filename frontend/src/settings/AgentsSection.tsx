// The people who answer: their role, and whether they can sign in.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, once, take, type Agent, type Schemas } from "../api/client";
import { agentsQuery, teamsQuery } from "../api/queries";
import { useMay, useMe } from "../shell/me";
import { Button } from "../ui/Button";
import { Chip } from "../ui/Bits";
import { Menu } from "../ui/Menu";
import { Select, Text } from "./fields";
import { Listed } from "./Listed";
import { useSave } from "./useSave";

type Role = Agent["role"];
const ROLES: readonly Role[] = ["owner", "admin", "supervisor", "agent", "light", "readonly"];

function useRoles() {
  const { t } = useTranslation();
  const mine = useMe().role;
  return ROLES.filter((role) => role !== "owner" || mine === "owner").map((role) => [role, t(`role.${role}`)] as const);
}

export function AgentsSection() {
  const { t } = useTranslation();
  const query = useQuery(agentsQuery);
  return (
    <>
      <Listed
        label={t("settings.agents.title")}
        query={query}
        head={[t("settings.agents.name"), t("settings.agents.role"), t("settings.teams.title"), t("settings.agents.state"), <span key="do" className="sr">{t("outgoing.actions")}</span>]}
        row={(agent) => [
          <span key="name" className="stack-tight">
            <strong>{agent.name}</strong> <span className="muted">{agent.email}</span>
          </span>,
          <RoleOf key="role" agent={agent} />,
          <TeamsOf key="teams" agent={agent} />,
          <Chip key="state" tone={agent.active ? "good" : "plain"}>
            {agent.active ? t("settings.agents.active") : t("settings.agents.inactive")}
          </Chip>,
          <Activity key="do" agent={agent} />,
        ]}
      />
      <Add />
    </>
  );
}

function useChange(agent: Agent) {
  return useSave(["agents"], (body: Schemas["PatchAgent"]) =>
    take(api.PATCH("/api/v1/agents/{agent}", { params: { path: { agent: agent.id } }, body })),
  );
}

function RoleOf({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  const may = useMay("manage_organisation");
  const me = useMe();
  const roles = useRoles();
  const save = useChange(agent);
  const self = me.agent?.id === agent.id;
  const fixed = self || (agent.role === "owner" && me.role !== "owner");
  if (!may || fixed) return <span title={self ? t("settings.agents.self_role") : undefined}>{t(`role.${agent.role}`)}</span>;
  return (
    <Menu
      label={`${t("settings.agents.role")}: ${t(`role.${agent.role}`)}`}
      className="btn btn-small"
      disabled={save.isPending}
      trigger={<>{t(`role.${agent.role}`)}</>}
      value={agent.role}
      choices={roles.map(([value, label]) => ({ value, label: `${label}: ${t(`role_text.${value as "owner"}`)}` }))}
      onChoose={(value) => save.mutate({ role: value as Role })}
    />
  );
}

/** Teams of an agent: a choice takes them in, or out. */
function TeamsOf({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  const may = useMay("manage_organisation");
  const { data: teams } = useQuery(teamsQuery);
  const save = useChange(agent);
  const names = (teams ?? []).filter((team) => agent.teams.includes(team.id)).map((team) => team.name).join(", ");
  if (!may || !teams || teams.length === 0) return names || "–";
  return (
    <Menu
      label={`${t("settings.teams.title")}: ${names || t("ticket.no_team")}`}
      className="btn btn-small"
      disabled={save.isPending}
      trigger={<>{names || t("ticket.no_team")}</>}
      values={agent.teams}
      choices={teams.map((team) => ({ value: team.id, label: team.name }))}
      onChoose={(id) =>
        save.mutate({ teams: agent.teams.includes(id) ? agent.teams.filter((one) => one !== id) : [...agent.teams, id] })
      }
    />
  );
}

function Activity({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  const may = useMay("manage_organisation");
  const me = useMe();
  const save = useChange(agent);
  const self = me.agent?.id === agent.id;
  return (
    <Button
      small
      disabled={!may || self || save.isPending}
      title={self ? t("settings.agents.self") : undefined}
      onClick={() => save.mutate({ active: !agent.active })}
    >
      {agent.active ? t("settings.agents.deactivate") : t("settings.agents.activate")}
    </Button>
  );
}

function Add() {
  const { t } = useTranslation();
  const may = useMay("manage_organisation");
  const roles = useRoles();
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("agent");
  const save = useSave(
    ["agents"],
    (body: Schemas["CreateAgent"]) => take(api.POST("/api/v1/agents", { params: { header: once() }, body })),
    () => {
      setEmail("");
      setName("");
    },
  );
  return (
    <form
      className="card form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ email, name, role });
      }}
    >
      <h2>{t("settings.agents.add")}</h2>
      <Text label={t("settings.agents.name")} value={name} onChange={setName} disabled={!may} required />
      <Text label={t("signin.email")} hint={t("settings.agents.email_hint")} type="email" value={email} onChange={setEmail} disabled={!may} required />
      <Select label={t("settings.agents.role")} hint={t(`role_text.${role as "agent"}`)} value={role} choices={roles} onChange={setRole} disabled={!may} />
      <div className="row">
        <Button type="submit" kind="primary" disabled={!may || save.isPending}>
          {t("app.add")}
        </Button>
      </div>
    </form>
  );
}
