// Keys of the user of this browser: every action with a key of its own choosing.
import { useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { bind, clashes, keysOf, unbindAll, useBindings } from "../keys/bindings";
import { ACTION_IDS, entryOf, GROUPS, type ActionId } from "../keys/catalogue";
import { comboOf } from "../keys/combo";
import { Button, Kbd } from "../ui/Button";

export function ShortcutsSection() {
  const { t } = useTranslation();
  const set = useBindings();
  const [asked, setAsked] = useState<ActionId | null>(null);
  const changed = Object.keys(set).length > 0;
  return (
    <div className="stack">
      <div className="row wrap">
        <p className="muted grow">{t("settings.shortcuts.text")}</p>
        <Button small disabled={!changed} onClick={unbindAll}>
          {t("settings.shortcuts.reset_all")}
        </Button>
      </div>
      {GROUPS.map((group) => (
        <section key={group} className="card shortcuts">
          <h2>{t(`keys.group.${group}`)}</h2>
          <ul>
            {ACTION_IDS.filter((id) => entryOf(id).group === group).map((id) => (
              <Line key={id} id={id} asked={asked === id} onAsk={(now) => setAsked(now ? id : null)} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Line({ id, asked, onAsk }: { id: ActionId; asked: boolean; onAsk: (asked: boolean) => void }) {
  const { t } = useTranslation();
  const set = useBindings();
  const keys = keysOf(id, set);
  const label = t(entryOf(id).label as "app.close");
  const others = clashes(id, set).map((other) => t(entryOf(other).label as "app.close"));
  const listen = (event: KeyboardEvent) => {
    // Tab leaves, Escape keeps what was; the rest is the new key, even where it does something else by now.
    if (event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    const combo = comboOf(event);
    if (event.key === "Escape" || combo) onAsk(false);
    if (combo && event.key !== "Escape") bind(id, combo);
  };
  return (
    <li className="row wrap">
      <span className="grow">
        {label}
        {others.length > 0 && <span className="bad block">{t("settings.shortcuts.also", { names: others.join(", ") })}</span>}
      </span>
      {!asked && (keys.length > 0 ? keys.map((combo) => <Kbd key={combo} combo={combo} />) : <span className="muted">–</span>)}
      <Button small aria-label={`${t("settings.shortcuts.change")}: ${label}`} aria-pressed={asked} onClick={() => onAsk(!asked)} {...(asked ? { onKeyDown: listen, onBlur: () => onAsk(false) } : {})}>
        {asked ? t("settings.shortcuts.press") : t("settings.shortcuts.change")}
      </Button>
      <Button small kind="quiet" disabled={keys.length === 0} aria-label={`${t("settings.shortcuts.none")}: ${label}`} onClick={() => bind(id, "")}>
        {t("settings.shortcuts.none")}
      </Button>
      {set[id] && (
        <Button small kind="quiet" aria-label={`${t("settings.shortcuts.reset")}: ${label}`} onClick={() => bind(id, null)}>
          {t("settings.shortcuts.reset")}
        </Button>
      )}
    </li>
  );
}
