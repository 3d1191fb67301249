// Mail on its way out, and what became of it.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { deliver } from "../api/commands";
import { outgoingQuery } from "../api/queries";
import { nameOf } from "../lib/people";
import { useMay } from "../shell/me";
import { TONES } from "../ticket/DeliveryLine";
import { Button } from "../ui/Button";
import { Ago, Chip } from "../ui/Bits";
import { Page } from "../ui/Page";
import { Empty, Failure, sentence, Skeleton } from "../ui/States";
import { toast } from "../ui/toasts";
import { readOutgoing, SHOWS, type Show } from "./outgoing";

export function OutgoingPage() {
  const { t } = useTranslation();
  const { show = "all" } = readOutgoing(useSearch({ strict: false }));
  const { data, error, refetch } = useQuery(outgoingQuery(SHOWS[show]));
  return (
    <Page title={t("nav.outgoing")} text={t("outgoing.text")}>
      <nav className="tabs row wrap" aria-label={t("nav.outgoing")}>
        {(Object.keys(SHOWS) as Show[]).map((name) => (
          <Link key={name} to="/outgoing" search={name === "all" ? {} : { show: name }} className="tab" activeOptions={{ exact: true, includeSearch: true }}>
            {t(`outgoing.filter.${name}`)}
          </Link>
        ))}
      </nav>
      {error && !data ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton />
      ) : data.items.length === 0 ? (
        <Empty icon="outgoing" title={t(`outgoing.empty.${show}`)} />
      ) : (
        <>
          <Mails mails={data.items} />
          {data.next && <p className="muted">{t("outgoing.more")}</p>}
        </>
      )}
    </Page>
  );
}

function Mails({ mails }: { mails: readonly Schemas["OutgoingView"][] }) {
  const { t } = useTranslation();
  return (
    <div className="card scroll-x" tabIndex={0} role="region" aria-label={t("nav.outgoing")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("outgoing.state")}</th>
            <th scope="col">{t("compose.to")}</th>
            <th scope="col">{t("field.subject")}</th>
            <th scope="col">{t("outgoing.written")}</th>
            <th scope="col">
              <span className="sr">{t("outgoing.actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {mails.map((mail) => (
            <tr key={mail.message}>
              <td>
                {mail.delivery && <Chip tone={TONES[mail.delivery.state]}>{t(`delivery.${mail.delivery.state}`)}</Chip>}
                {mail.delivery?.reason && <p className="bad">{mail.delivery.reason}</p>}
              </td>
              <td>{mail.to.map((one) => nameOf(one)).join(", ")}</td>
              <td>
                <Link to="/inbox/$queue/$ticket" params={{ queue: "all", ticket: mail.ticket }} search={{}} hash={mail.message}>
                  {mail.subject || t("ticket.no_subject")}
                </Link>
              </td>
              <td>
                <Ago at={mail.created_at} />
              </td>
              <td>
                <Again mail={mail} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** An uncertain mail is sent again from its ticket only, where the agent sees what may arrive twice. */
function Again({ mail }: { mail: Schemas["OutgoingView"] }) {
  const { t } = useTranslation();
  const may = useMay("reply");
  const act = useMutation({
    mutationFn: (action: "cancel" | "resend") => deliver(mail.ticket, mail.message, action),
    onError: (error) => toast(sentence(error, t("error.unreachable_text")), { tone: "bad" }),
  });
  if (!may) return null;
  if (mail.delivery?.can_cancel) {
    return (
      <Button small disabled={act.isPending} onClick={() => act.mutate("cancel")}>
        {t("compose.take_back")}
      </Button>
    );
  }
  if (!mail.delivery?.can_resend || mail.delivery.state === "uncertain") return null;
  return (
    <Button small disabled={act.isPending} onClick={() => act.mutate("resend")}>
      {t("compose.resend")}
    </Button>
  );
}
