// What a ticket is about. The API takes any key; those seen on tickets so far are offered while typing.
import { useTranslation } from "react-i18next";
import type { InfiniteData } from "@tanstack/react-query";
import type { PatchTicket, Ticket } from "../api/client";
import { client } from "../api/commands";
import type { TicketPage } from "../api/queries";
import { Button } from "../ui/Button";
import { Chip } from "../ui/Bits";
import { Icon } from "../ui/Icon";
import { InlineInput } from "../ui/InlineInput";
import type { Menus } from "./useTicketKeys";

interface Props {
  ticket: Ticket;
  menus: Menus;
  disabled: boolean;
  onEdit: (patch: PatchTicket) => void;
}

export function Category({ ticket, menus, disabled, onEdit }: Props) {
  const { t } = useTranslation();
  const now = ticket.category ?? "";
  if (menus.open === "category") {
    return (
      <InlineInput
        label={t("field.category")}
        value={now}
        known={knownCategories()}
        onLeave={() => menus.set(null)}
        onDone={(word) => {
          if (word !== now) onEdit({ category: word || null });
          menus.set(null);
        }}
      />
    );
  }
  const name = `${t("field.category")}: ${now || t("ticket.no_category")}`;
  return (
    <Button kind="quiet" small disabled={disabled} aria-label={name} title={name} onClick={() => menus.set("category")}>
      {now ? (
        <Chip tone="info">{now}</Chip>
      ) : (
        <>
          <Icon name="plus" /> {t("field.category")}
        </>
      )}
    </Button>
  );
}

/** Categories of the tickets this window has seen. */
export function knownCategories(): string[] {
  const pages = client.getQueriesData<InfiniteData<TicketPage>>({ queryKey: ["tickets"] });
  const seen = pages.flatMap(([, list]) => list?.pages.flatMap((page) => page.items.map((ticket) => ticket.category)) ?? []);
  return [...new Set(seen.filter((category) => category != null))].sort();
}
