// Settings: one section per address, so that each can be linked to.
import { Link, useParams } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "../shell/me";
import { Page } from "../ui/Page";
import { AgentsSection } from "./AgentsSection";
import { AiSection } from "./AiSection";
import { AutomaticSection } from "./AutomaticSection";
import { KeysSection } from "./KeysSection";
import { LearningSection } from "./LearningSection";
import { MailboxesSection } from "./MailboxesSection";
import { OrganisationSection } from "./OrganisationSection";
import { ShortcutsSection } from "./ShortcutsSection";
import { SourcesSection } from "./SourcesSection";
import { TeamsSection } from "./TeamsSection";
import { TriageSection } from "./TriageSection";

const SECTIONS = {
  organisation: OrganisationSection,
  mailboxes: MailboxesSection,
  agents: AgentsSection,
  teams: TeamsSection,
  triage: TriageSection,
  learning: LearningSection,
  ai: AiSection,
  sources: SourcesSection,
  automatic: AutomaticSection,
  keys: KeysSection,
  shortcuts: ShortcutsSection,
} as const;
type Section = keyof typeof SECTIONS;
/** Where something else begins: who we are, how tickets are judged, programs and the keyboard. */
const FIRST: readonly Section[] = ["triage", "keys"];

export function SettingsPage() {
  const { t } = useTranslation();
  const { section } = useParams({ strict: false });
  const mayManage = useMay("manage_organisation");
  const name: Section = section && section in SECTIONS ? (section as Section) : "organisation";
  const Shown = SECTIONS[name];
  // On a narrow screen the sections stand in one line that is longer than the screen.
  const nav = useRef<HTMLElement>(null);
  useEffect(() => nav.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: "nearest", inline: "center" }), [name]);
  return (
    <Page title={t("nav.settings")}>
      <div className="settings">
        <nav className="settings-nav" aria-label={t("nav.settings")} ref={nav}>
          {(Object.keys(SECTIONS) as Section[]).map((one) => (
            <Link key={one} to="/settings/{-$section}" params={{ section: one }} data-first={FIRST.includes(one)} aria-current={one === name ? "page" : undefined}>
              {t(`settings.${one}.title`)}
            </Link>
          ))}
        </nav>
        <div className="stack settings-shown">
          {!mayManage && name !== "shortcuts" && <p className="banner">{t("settings.readonly")}</p>}
          <Shown />
        </div>
      </div>
    </Page>
  );
}
