// The signed-in agent: theme, language, keys, sign out.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { signOut } from "../api/commands";
import { LANGUAGES, speak, type Language } from "../i18n";
import { applyTheme, theme, type Theme } from "../lib/preferences";
import { KeyOf } from "../ui/Button";
import { Avatar } from "../ui/Bits";
import { Icon } from "../ui/Icon";
import { Menu } from "../ui/Menu";
import { sentence } from "../ui/States";
import { toast } from "../ui/toasts";
import { useMe } from "./me";

const THEMES: readonly Theme[] = ["auto", "light", "dark"];

export function Account({ onKeys }: { onKeys: () => void }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const [mode, setMode] = useState(theme);
  const name = me.agent?.name ?? me.organisation_name;
  return (
    <div className="account">
      <button className="nav" onClick={onKeys}>
        <Icon name="more" />
        <span className="grow">{t("keys.sheet")}</span>
        <KeyOf action="sheet" />
      </button>
      <div className="row wrap">
        <Menu
          label={`${t("app.theme")}: ${t(`theme.${mode}`)}`}
          className="btn btn-quiet btn-small"
          trigger={<>{t(`theme.${mode}`)}</>}
          value={mode}
          choices={THEMES.map((value) => ({ value, label: t(`theme.${value}`) }))}
          onChoose={(value) => {
            applyTheme(value as Theme);
            setMode(value as Theme);
          }}
        />
        <Menu
          label={`${t("app.language")}: ${LANGUAGES[i18n.language as Language]}`}
          className="btn btn-quiet btn-small"
          trigger={<>{LANGUAGES[i18n.language as Language]}</>}
          value={i18n.language}
          choices={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          onChoose={(value) => void speak(value as Language, true)}
        />
      </div>
      <div className="row">
        <Avatar name={name} seed={me.agent?.email ?? name} />
        <span className="grow cut" title={me.agent?.email}>
          {name}
        </span>
        <button className="btn btn-quiet btn-small" onClick={() => void leave(t("error.unreachable_text"))}>
          {t("app.sign_out")}
        </button>
      </div>
    </div>
  );
}

async function leave(unreachable: string): Promise<void> {
  try {
    await signOut();
    // A new page holds nothing of what the agent saw.
    window.location.assign("/");
  } catch (error) {
    toast(sentence(error, unreachable), { tone: "bad" });
  }
}
