// The way around: queues with their counts, work that needs a look, settings, the signed-in agent.
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCounts } from "../api/queries";
import { QUEUES, shown, type Count } from "../inbox/queues";
import { removeView, useViews } from "../inbox/views";
import { IconButton } from "../ui/Button";
import { Icon, type IconName } from "../ui/Icon";
import { Account } from "./Account";
import { useMe } from "./me";

const ICONS = {
  open: "inbox",
  mine: "mine",
  unassigned: "unassigned",
  triage: "triage",
  disagreed: "disagreed",
  waiting: "waiting",
  resolved: "resolved",
  all: "all",
  quarantine: "quarantine",
} as const;

export function Sidebar({ onKeys }: { onKeys: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const counts = useCounts(me.agent?.id ?? null, me.may);
  const operations = me.may.includes("read_operations");
  const articles = me.may.includes("read_articles");
  return (
    <nav className="sidebar" aria-label={t("nav.label")}>
      <p className="brand">
        <img src="/favicon.svg" alt="" width="20" height="20" />
        <span className="cut">{me.organisation_name}</span>
      </p>
      <ul>
        {QUEUES.map((queue) => (
          <li key={queue}>
            <Link to="/inbox/$queue" params={{ queue }} search={{}} className="nav" activeOptions={{ includeSearch: false }}>
              <NavText icon={ICONS[queue]} text={t(`queue.${queue}`)} count={counts[queue]} alarm={queue === "quarantine"} />
            </Link>
          </li>
        ))}
        {operations && (
          <li>
            <Link to="/outgoing" search={{ show: "undelivered" }} className="nav" activeOptions={{ exact: true, includeSearch: true }}>
              <NavText icon="alert" text={t("queue.undelivered")} count={counts.undelivered} alarm />
            </Link>
          </li>
        )}
      </ul>
      <Views />
      <ul>
        {operations && (
          <>
            <li>
              <Link to="/outgoing" search={{}} className="nav" activeOptions={{ exact: true, includeSearch: true }}>
                <NavText icon="outgoing" text={t("nav.outgoing")} />
              </Link>
            </li>
            <li>
              <Link to="/parked" className="nav">
                <NavText icon="parked" text={t("nav.parked")} count={counts.parked} alarm />
              </Link>
            </li>
          </>
        )}
        {articles && (
          <li>
            <Link to="/knowledge" className="nav">
              <NavText icon="knowledge" text={t("nav.knowledge")} />
            </Link>
          </li>
        )}
        {articles && (
          <li>
            <Link to="/canned" className="nav">
              <NavText icon="canned" text={t("nav.canned")} />
            </Link>
          </li>
        )}
        <li>
          <Link to="/settings/{-$section}" className="nav" activeOptions={{ exact: false }}>
            <NavText icon="settings" text={t("nav.settings")} />
          </Link>
        </li>
        <li>
          <Link to="/start" className="nav">
            <NavText icon="start" text={t("nav.start")} />
          </Link>
        </li>
      </ul>
      <Account onKeys={onKeys} />
    </nav>
  );
}

/** Views of this browser; none, no place for them. */
function Views() {
  const { t } = useTranslation();
  const views = useViews();
  if (views.length === 0) return null;
  return (
    <ul aria-label={t("view.label")}>
      {views.map((view) => (
        <li key={view.name} className="nav-view">
          <Link to="/inbox/$queue" params={{ queue: view.queue }} search={view.search} className="nav" activeOptions={{ includeSearch: true }}>
            <NavText icon="view" text={view.name} />
          </Link>
          <IconButton icon="close" small label={t("view.remove", { name: view.name })} onClick={() => removeView(view.name)} />
        </li>
      ))}
    </ul>
  );
}

interface TextProps {
  icon: IconName;
  text: string;
  count?: Count | undefined;
  alarm?: boolean;
}

function NavText({ icon, text, count, alarm }: TextProps) {
  const number = shown(count);
  return (
    <>
      <Icon name={icon} />
      <span className="grow cut">{text}</span>
      {number && <span className={alarm ? "count count-alarm num" : "count num"}>{number}</span>}
    </>
  );
}
