// What an agent does to a ticket in one go, from the list or from the ticket, with a way back.
import { useTranslation } from "react-i18next";
import { Problem, type PatchTicket, type Status, type Ticket } from "../api/client";
import { act, assign, freshTicket, patchAnyway, patchTicket, restoreStatus, setStatus } from "../api/commands";
import { tagged, untagged } from "../lib/tags";
import { sentence } from "../ui/States";
import { changing, toast } from "../ui/toasts";
import { collides } from "./conflict";

/** What a ticket that is spam is tagged with. */
export const SPAM_TAG = "spam";

/** A change that met another one; a person decides. */
export interface Conflict {
  base: Ticket;
  now: Ticket;
  patch: PatchTicket;
}

export interface TicketActions {
  resolve: (ticket: Ticket) => Promise<boolean>;
  reopen: (ticket: Ticket) => Promise<boolean>;
  take: (ticket: Ticket) => Promise<boolean>;
  release: (ticket: Ticket) => Promise<boolean>;
  /** Tags it as spam and resolves it. */
  spam: (ticket: Ticket) => Promise<boolean>;
  move: (ticket: Ticket, status: Status) => Promise<boolean>;
  /** Changes fields. Gives the conflict when somebody else changed the same ones. */
  edit: (ticket: Ticket, patch: PatchTicket) => Promise<Conflict | null>;
}

export function useTicketActions(): TicketActions {
  const { t } = useTranslation();
  const failed = (error: unknown) => {
    toast(sentence(error, t("error.unreachable_text")), { tone: "bad" });
    return false;
  };
  const attempt = (work: () => Promise<unknown>, said: () => void) =>
    changing(async () => {
      try {
        await work();
        said();
        return true;
      } catch (error) {
        return failed(error);
      }
    });
  const back = (work: () => Promise<unknown>) => ({
    label: t("app.undo"),
    run: () => void work().catch(failed),
  });

  const resolve = (ticket: Ticket) =>
    attempt(
      () => setStatus(ticket.id, "resolved"),
      () => toast(t("ticket.resolved", { number: ticket.number }), { action: back(async () => restoreStatus(await freshTicket(ticket.id), ticket)) }),
    );
  const reopen = (ticket: Ticket) =>
    attempt(
      () => act(ticket.id, "reopen"),
      () => toast(t("ticket.reopened", { number: ticket.number })),
    );
  return {
    resolve,
    reopen,
    take: (ticket) =>
      attempt(
        () => assign(ticket.id, { assignee: "me" }),
        () =>
          toast(t("ticket.taken", { number: ticket.number }), {
            action: back(() => assign(ticket.id, { assignee: ticket.assignee ?? null })),
          }),
      ),
    release: (ticket) =>
      attempt(
        () => act(ticket.id, "release"),
        () => toast(t("ticket.released", { number: ticket.number })),
      ),
    spam: (ticket) => {
      let after = ticket;
      const take = () => (ticket.tags.includes(SPAM_TAG) ? Promise.resolve(after) : patchAnyway(after, (now) => ({ tags: untagged(now.tags, SPAM_TAG) })));
      return attempt(
        async () => {
          after = await patchAnyway(ticket, (now) => ({ tags: tagged(now.tags, SPAM_TAG), status: "resolved" }));
        },
        () =>
          toast(t("ticket.spammed", { number: ticket.number }), {
            action: back(async () => restoreStatus(await take(), ticket)),
          }),
      );
    },
    move: (ticket, status) => {
      if (status === "resolved") return resolve(ticket);
      if (["resolved", "closed"].includes(ticket.status) && status === "open") return reopen(ticket);
      if (status === "closed") return attempt(() => act(ticket.id, "close"), () => undefined);
      return attempt(() => setStatus(ticket.id, status), () => undefined);
    },
    edit: async (ticket, patch) => {
      try {
        await patchTicket(ticket, patch);
        return null;
      } catch (error) {
        if (!(error instanceof Problem && error.code === "version_mismatch")) {
          failed(error);
          return null;
        }
      }
      return settle(ticket, patch).catch((error: unknown) => {
        failed(error);
        return null;
      });
    },
  };
}

/** The ticket changed since it was read: repeats the change when it touches other fields, else asks. */
async function settle(base: Ticket, patch: PatchTicket): Promise<Conflict | null> {
  const now = await freshTicket(base.id);
  if (collides(base, now, patch)) return { base, now, patch };
  await patchTicket(now, patch);
  return null;
}
