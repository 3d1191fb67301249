// Search and filters above the list. They live in the address, so that a view can be kept and shared.
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { agentsQuery, teamsQuery } from "../api/queries";
import { agentName } from "../lib/people";
import { useKnownCategories, useKnownTags } from "../ticket/Category";
import { Icon } from "../ui/Icon";
import { Menu, type Choice } from "../ui/Menu";
import { SaveView } from "./SaveView";
import { PRIORITIES, SENTIMENTS, STATUSES, type Queue, type Search } from "./queues";

const WAIT_MS = 200;

export function FilterBar({ queue, search }: { queue: Queue; search: Search }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const set = (part: Partial<Record<keyof Search, string | undefined>>) =>
    void navigate({
      to: ".",
      search: Object.fromEntries(Object.entries({ ...search, ...part }).filter(([, value]) => value)),
      replace: true,
    });
  return (
    <div className="filters">
      <div className="row">
        <h1 className="grow cut">{t(`queue.${queue}`)}</h1>
        <SaveView queue={queue} search={search} />
        <AddFilter onAdd={(name, value) => set({ [name]: value })} />
      </div>
      <Words key={queue} value={search.q ?? ""} onChange={(q) => set({ q })} />
      <Active search={search} onRemove={(name) => set({ [name]: undefined })} />
    </div>
  );
}

function Words({ value, onChange }: { value: string; onChange: (words: string) => void }) {
  const { t } = useTranslation();
  const [words, setWords] = useState(value);
  const [given, setGiven] = useState(value);
  if (given !== value) {
    setGiven(value);
    setWords(value);
  }
  useEffect(() => {
    if (words === value) return;
    const timer = setTimeout(() => onChange(words.trim()), WAIT_MS);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only typing starts the wait
  }, [words]);
  return (
    <div className="searchbox">
      <Icon name="search" />
      <input
        id="search"
        className="input"
        type="search"
        placeholder={t("list.search_hint")}
        aria-label={t("list.search")}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
          if (event.key === "Enter") onChange(words.trim());
        }}
      />
    </div>
  );
}

function AddFilter({ onAdd }: { onAdd: (name: keyof Search, value: string) => void }) {
  const { t } = useTranslation();
  const { data: agents } = useQuery(agentsQuery);
  const { data: teams } = useQuery(teamsQuery);
  const known = useKnownCategories();
  const tags = useKnownTags();
  const choices: Choice[] = [
    ...STATUSES.map((status) => ({ value: `status:${status}`, label: `${t("field.status")}: ${t(`status.${status}`)}` })),
    ...PRIORITIES.map((one) => ({ value: `priority:${one}`, label: `${t("field.priority")}: ${t(`priority.${one}`)}` })),
    ...known.map((key) => ({ value: `category:${key}`, label: `${t("field.category")}: ${key}` })),
    ...SENTIMENTS.map((one) => ({ value: `sentiment:${one}`, label: `${t("field.sentiment")}: ${t(`sentiment.${one}`)}` })),
    { value: "assignee:none", label: `${t("field.assignee")}: ${t("ticket.nobody")}` },
    ...(agents ?? []).map((agent) => ({ value: `assignee:${agent.id}`, label: `${t("field.assignee")}: ${agent.name}` })),
    ...(teams ?? []).map((team) => ({ value: `team:${team.key}`, label: `${t("field.assigned_team")}: ${team.name}` })),
    ...tags.map((tag) => ({ value: `tag:${tag}`, label: `${t("field.tag")}: #${tag}` })),
  ];
  return (
    <Menu
      label={t("list.filter")}
      className="btn btn-quiet btn-small"
      trigger={
        <>
          <Icon name="triage" /> {t("list.filter")}
        </>
      }
      choices={choices}
      onChoose={(value) => {
        const at = value.indexOf(":");
        onAdd(value.slice(0, at) as keyof Search, value.slice(at + 1));
      }}
    />
  );
}

function Active({ search, onRemove }: { search: Search; onRemove: (name: keyof Search) => void }) {
  const { t } = useTranslation();
  const { data: agents } = useQuery(agentsQuery);
  const { data: teams } = useQuery(teamsQuery);
  const chips: [keyof Search, string][] = [];
  if (search.status) chips.push(["status", t(`status.${search.status}`)]);
  if (search.priority) chips.push(["priority", t(`priority.${search.priority}`)]);
  if (search.assignee) {
    const name = search.assignee === "none" ? t("ticket.nobody") : agentName(agents, search.assignee);
    chips.push(["assignee", name ?? search.assignee]);
  }
  if (search.team) chips.push(["team", teams?.find((team) => team.key === search.team)?.name ?? search.team]);
  if (search.category) chips.push(["category", search.category]);
  if (search.sentiment) chips.push(["sentiment", t(`sentiment.${search.sentiment}`)]);
  if (search.tag) chips.push(["tag", `#${search.tag}`]);
  if (chips.length === 0) return null;
  return (
    <ul className="row wrap" aria-label={t("list.filters")}>
      {chips.map(([name, label]) => (
        <li key={name} className="chip chip-accent">
          {label}
          <button aria-label={t("list.remove_filter", { label })} onClick={() => onRemove(name)}>
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}
