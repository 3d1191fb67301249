// Settings: one section per address, so that each can be linked to.
import { Link, useParams } from "@tanstack/react-router";
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
  triage: TriageSection,
  learning: LearningSection,
  ai: AiSection,
  sources: SourcesSection,
  automatic: AutomaticSection,
  mailboxes: MailboxesSection,
  agents: AgentsSection,
  teams: TeamsSection,
  keys: KeysSection,
  shortcuts: ShortcutsSection,
} as const;
type Section = keyof typeof SECTIONS;

export function SettingsPage() {
  const { t } = useTranslation();
  const { section } = useParams({ strict: false });
  const mayManage = useMay("manage_organisation");
  const name: Section = section && section in SECTIONS ? (section as Section) : "organisation";
  const Shown = SECTIONS[name];
  return (
    <Page title={t("nav.settings")}>
      <nav className="tabs row wrap" aria-label={t("nav.settings")}>
        {(Object.keys(SECTIONS) as Section[]).map((one) => (
          <Link key={one} to="/settings/{-$section}" params={{ section: one }} className="tab" aria-current={one === name ? "page" : undefined}>
            {t(`settings.${one}.title`)}
          </Link>
        ))}
      </nav>
      {!mayManage && name !== "shortcuts" && <p className="banner">{t("settings.readonly")}</p>}
      <Shown />
    </Page>
  );
}
