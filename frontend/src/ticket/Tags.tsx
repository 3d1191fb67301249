// Tags of a ticket: seen, added, removed.
import { useTranslation } from "react-i18next";
import type { PatchTicket, Ticket } from "../api/client";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { InlineInput } from "../ui/InlineInput";
import { useKnownTags } from "./Category";
import type { Menus } from "./useTicketKeys";

interface Props {
  ticket: Ticket;
  menus: Menus;
  disabled: boolean;
  onEdit: (patch: PatchTicket) => void;
}

export function Tags({ ticket, menus, disabled, onEdit }: Props) {
  const { t } = useTranslation();
  const known = useKnownTags();
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
        <InlineInput
          label={t("ticket.new_tag")}
          known={known.filter((tag) => !ticket.tags.includes(tag))}
          onLeave={() => menus.set(null)}
          onDone={(tag) => {
            if (tag && !ticket.tags.includes(tag)) onEdit({ tags: [...ticket.tags, tag] });
            menus.set(null);
          }}
        />
      ) : (
        <Button kind="quiet" small disabled={disabled} onClick={() => menus.set("tags")} title={t("ticket.new_tag")}>
          <Icon name="plus" /> {t("field.tag")}
        </Button>
      )}
    </span>
  );
}
