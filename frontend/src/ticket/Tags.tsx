// Tags of a ticket: seen, added, removed.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PatchTicket, Ticket } from "../api/client";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import type { Menus } from "./useTicketKeys";

interface Props {
  ticket: Ticket;
  menus: Menus;
  disabled: boolean;
  onEdit: (patch: PatchTicket) => void;
}

export function Tags({ ticket, menus, disabled, onEdit }: Props) {
  const { t } = useTranslation();
  const [words, setWords] = useState("");
  const add = () => {
    const tag = words.trim();
    if (tag && !ticket.tags.includes(tag)) onEdit({ tags: [...ticket.tags, tag] });
    setWords("");
    menus.set(null);
  };
  return (
    <span className="row wrap" role="group" aria-label={t("field.tags")}>
      {ticket.tags.map((tag) => (
        <span key={tag} className="chip">
          #{tag}
          {!disabled && (
            <button
              aria-label={t("ticket.remove_tag", { tag })}
              onClick={() => onEdit({ tags: ticket.tags.filter((one) => one !== tag) })}
            >
              <Icon name="close" />
            </button>
          )}
        </span>
      ))}
      {menus.open === "tags" ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <input
            className="input input-tag"
            autoFocus
            maxLength={60}
            aria-label={t("ticket.new_tag")}
            placeholder={t("ticket.new_tag")}
            value={words}
            onChange={(event) => setWords(event.target.value)}
            onBlur={() => menus.set(null)}
            onKeyDown={(event) => {
              if (event.key === "Escape") menus.set(null);
            }}
          />
        </form>
      ) : (
        <Button kind="quiet" small disabled={disabled} onClick={() => menus.set("tags")} title={t("ticket.new_tag")}>
          <Icon name="plus" /> {t("field.tag")}
        </Button>
      )}
    </span>
  );
}
