// The people who answer: their role, and whether they can sign in.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, once, take, type Agent, type Schemas } from "../api/client";
import { agentsQuery } from "../api/queries";
import { useMay, useMe } from "../shell/me";
import { Button } from "../ui/Button";
import { Chip } from "../ui/Bits";
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
        query={query}
        head={[t("settings.agents.name"), t("settings.agents.role"), t("settings.agents.state"), <span key="do" className="sr">{t("outgoing.actions")}</span>]}
        row={(agent) => [
          <span key="name" className="stack-tight">
            <strong>{agent.name}</strong> <span className="muted">{agent.email}</span>
          </span>,
          t(`role.${agent.role}`),
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

function Activity({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  const may = useMay("manage_organisation");
  const me = useMe();
  const save = useSave(["agents"], (body: Schemas["PatchAgent"]) =>
    take(api.PATCH("/api/v1/agents/{agent}", { params: { path: { agent: agent.id } }, body })),
  );
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
