// To whom a reply goes: always visible, editable, newcomers marked.
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Address } from "../api/client";
import { nameOf, readAddress } from "../lib/people";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";

interface People {
  to: Address[];
  cc: Address[];
  bcc: Address[];
}

interface Props {
  people: People;
  news: readonly Address[];
  edited: boolean;
  onChange: (people: People) => void;
  onReset: () => void;
}

export function Recipients({ people, news, edited, onChange, onReset }: Props) {
  const { t } = useTranslation();
  const [more, setMore] = useState(false);
  const fresh = new Set(news.map((one) => one.email.toLowerCase()));
  const current = { to: people.to, cc: people.cc, bcc: people.bcc };
  return (
    <div className="recipients">
      <Line label={t("compose.to")} list={people.to} fresh={fresh} onChange={(to) => onChange({ ...current, to })} />
      {(more || people.cc.length > 0) && (
        <Line label={t("compose.cc")} list={people.cc} fresh={fresh} onChange={(cc) => onChange({ ...current, cc })} />
      )}
      {(more || people.bcc.length > 0) && (
        <Line label={t("compose.bcc")} list={people.bcc} fresh={fresh} onChange={(bcc) => onChange({ ...current, bcc })} />
      )}
      <span className="row recipients-more">
        {!more && (
          <Button kind="quiet" small onClick={() => setMore(true)}>
            {t("compose.copies")}
          </Button>
        )}
        {edited && (
          <Button kind="quiet" small onClick={onReset}>
            {t("compose.reset")}
          </Button>
        )}
      </span>
    </div>
  );
}

interface LineProps {
  label: string;
  list: readonly Address[];
  fresh: ReadonlySet<string>;
  onChange: (list: Address[]) => void;
}

function Line({ label, list, fresh, onChange }: LineProps) {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState("");
  const bad = typed.trim() !== "" && readAddress(typed) === null;
  const add = () => {
    const address = readAddress(typed);
    if (!address) return;
    if (!list.some((one) => one.email.toLowerCase() === address.email.toLowerCase())) onChange([...list, address]);
    setTyped("");
  };
  return (
    <div className="recipient-line row wrap">
      <label htmlFor={id} className="label">
        {label}
      </label>
      {list.map((address) => (
        <span key={address.email} className={fresh.has(address.email.toLowerCase()) ? "chip chip-warn" : "chip"} title={address.email}>
          {nameOf(address)}
          {fresh.has(address.email.toLowerCase()) && ` · ${t("compose.new_here")}`}
          <button
            aria-label={t("compose.remove", { name: address.email })}
            onClick={() => onChange(list.filter((one) => one !== address))}
          >
            <Icon name="close" />
          </button>
        </span>
      ))}
      <input
        id={id}
        className="recipient-input"
        value={typed}
        placeholder={t("compose.add_person")}
        aria-invalid={bad}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== "," && event.key !== ";") return;
          event.preventDefault();
          add();
        }}
      />
    </div>
  );
}
