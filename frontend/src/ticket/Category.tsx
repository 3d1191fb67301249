// What a ticket is about. The API takes any key; those of the organisation are offered while typing.
import { useTranslation } from "react-i18next";
import { useQuery, type InfiniteData } from "@tanstack/react-query";
import type { PatchTicket, Ticket } from "../api/client";
import { client } from "../api/commands";
import { organisationQuery, type TicketPage } from "../api/queries";
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
  const known = useKnownCategories();
  const now = ticket.category ?? "";
  if (menus.open === "category") {
    return (
      <InlineInput
        label={t("field.category")}
        value={now}
        known={known}
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

/** Categories the organisation sorts by, then others that tickets of this window have. */
export function useKnownCategories(): string[] {
  const { data } = useQuery({ ...organisationQuery, staleTime: 300_000 });
  const named = data?.settings.triage.categories.map((category) => category.key) ?? [];
  const seen = loaded().map((ticket) => ticket.category);
  return [...new Set([...named, ...seen.filter((category) => category != null).sort()])];
}

/** Tags of the tickets of this window. */
export function useKnownTags(): string[] {
  return [...new Set(loaded().flatMap((ticket) => ticket.tags))].sort();
}

/** The first pages of the lists of this window: enough to know what is usual, and quick on the longest list. */
function loaded(): Ticket[] {
  const lists = client.getQueriesData<InfiniteData<TicketPage>>({ queryKey: ["tickets"] });
  return lists.flatMap(([, list]) => list?.pages.slice(0, 3).flatMap((page) => page.items) ?? []);
}
