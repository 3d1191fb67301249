// Who else is at a ticket: in its head, and as a mark in its row. Neither moves anything else.
import { useTranslation } from "react-i18next";
import { Avatar } from "../ui/Bits";
import { Icon } from "../ui/Icon";
import { usePresent, type Somebody } from "./store";

/** More faces than these are a number. */
const MOST = 3;

function useSentence(people: readonly Somebody[]): string {
  const { t, i18n } = useTranslation();
  const writers = people.filter((one) => one.doing === "writing");
  const told = writers.length > 0 ? writers : people;
  if (told.length === 0) return "";
  const names = new Intl.ListFormat(i18n.language).format(told.map((one) => one.name || t("presence.somebody")));
  return t(writers.length > 0 ? "presence.writing" : "presence.viewing", { count: told.length, names });
}

/** In the head of a ticket; read out when somebody comes or begins to write. */
export function Present({ ticket }: { ticket: string }) {
  const people = usePresent(ticket);
  const words = useSentence(people);
  return (
    <>
      <span className="sr" role="status">
        {words}
      </span>
      {people.length > 0 && (
        <span className="present" title={words} aria-hidden="true">
          {people.slice(0, MOST).map((one) => (
            <Avatar key={one.agent} small name={one.name} seed={one.agent} />
          ))}
          {people.length > MOST && <span className="num">+{people.length - MOST}</span>}
          <span className="cut">{words}</span>
        </span>
      )}
    </>
  );
}

/** In a row of the list: the face of the first, with a pen when somebody writes. */
export function RowPresent({ ticket }: { ticket: string }) {
  const people = usePresent(ticket);
  const words = useSentence(people);
  const [first] = people;
  if (!first) return null;
  return (
    <span className="row-present">
      {first.doing === "writing" ? <Icon name="note" /> : <Avatar small name={first.name} seed={first.agent} />}
      <span className="sr">{words}</span>
    </span>
  );
}
