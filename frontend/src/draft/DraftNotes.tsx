// What an agent should know about a draft before using it, one line each.
import { useTranslation } from "react-i18next";
import { Icon } from "../ui/Icon";
import type { Situation } from "./state";

export function DraftNotes({ now }: { now: Situation }) {
  const { t } = useTranslation();
  if (now.notes.length === 0) return null;
  return (
    <ul className="draft-notes">
      {now.notes.map((note) => (
        <li key={note} className={note === "suspect" ? "bad" : "draft-note"}>
          <Icon name="alert" />
          <span>
            {note === "unsupported" || note === "no_sources"
              ? t(`draft.note.${note}`, { count: now.draft?.unsupported ?? 0 })
              : t(`draft.note.${note}`)}
            {(note === "rules" || note === "over_budget") && now.why && ` ${now.why}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
