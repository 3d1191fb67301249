// First steps: from an empty inbox to a real mailbox.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { anyArticle } from "../api/knowledge";
import { agentsQuery, mailboxesQuery, ticketPage } from "../api/queries";
import { useMay } from "../shell/me";
import { Chip } from "../ui/Bits";
import { Page } from "../ui/Page";

export function StartPage() {
  const { t } = useTranslation();
  const { data: mailboxes } = useQuery(mailboxesQuery);
  const { data: agents } = useQuery(agentsQuery);
  const { data: tickets } = useQuery({ queryKey: ["any-ticket"], queryFn: () => ticketPage({}, null, 1) });
  const { data: answered } = useQuery({ queryKey: ["any-answer"], queryFn: () => ticketPage({ status: "waiting_on_customer,resolved" }, null, 10) });
  const reads = useMay("read_articles");
  const { data: articles } = useQuery({ queryKey: ["any-article"], queryFn: anyArticle, enabled: reads });
  const address = mailboxes?.[0]?.address ?? "support@example.com";
  const local = ["127.0.0.1", "localhost"].includes(window.location.hostname);
  return (
    <Page title={t("start.title")} text={t("start.text")}>
      <ol className="steps">
        <Step title={t("start.mail")} done={(tickets?.items.length ?? 0) > 0}>
          <p>{t("start.mail_text", { address })}</p>
          {local && (
            <>
              <p>{t("start.mail_local")}</p>
              <pre className="card words">{`curl smtp://127.0.0.1:2525 --mail-from ann@example.com --mail-rcpt ${address} \\
  --upload-file - <<'MAIL'
From: Ann Lee <ann@example.com>
To: ${address}
Subject: Hello

Does it arrive?
MAIL`}</pre>
            </>
          )}
        </Step>
        <Step title={t("start.answer")} done={answered?.items.some((ticket) => ticket.agent_wrote_at != null) ?? false}>
          <p>{t("start.answer_text")}</p>
          <p>
            <Link to="/inbox/$queue" params={{ queue: "open" }} search={{}}>
              {t("queue.open")}
            </Link>
          </p>
        </Step>
        <Step title={t("start.forward")} done={(mailboxes?.length ?? 0) > 1}>
          <p>{t("start.forward_text")}</p>
          <ul className="bullets">
            <li>{t("start.forward_outlook")}</li>
            <li>{t("start.forward_exchange")}</li>
            <li>{t("start.forward_other")}</li>
          </ul>
          <p>
            <Link to="/settings/{-$section}" params={{ section: "mailboxes" }}>
              {t("settings.mailboxes.title")}
            </Link>
          </p>
        </Step>
        <Step title={t("start.team")} done={(agents?.length ?? 0) > 1}>
          <p>{t("start.team_text")}</p>
          <p>
            <Link to="/settings/{-$section}" params={{ section: "agents" }}>
              {t("settings.agents.title")}
            </Link>
          </p>
        </Step>
        <Step title={t("start.help")} done={(articles?.items.length ?? 0) > 0}>
          <p>{t("start.help_text")}</p>
          <p className="row wrap">
            <Link to="/knowledge">{t("nav.knowledge")}</Link>
            <Link to="/settings/{-$section}" params={{ section: "ai" }}>
              {t("settings.ai.title")}
            </Link>
            <Link to="/settings/{-$section}" params={{ section: "sources" }}>
              {t("settings.sources.title")}
            </Link>
          </p>
        </Step>
        <Step title={t("start.keys")} done={false}>
          <p>{t("start.keys_text")}</p>
        </Step>
      </ol>
    </Page>
  );
}

function Step({ title, done, children }: { title: string; done: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <li className="card step">
      <div className="row">
        <h2 className="grow">{title}</h2>
        {done && <Chip tone="good">{t("start.done")}</Chip>}
      </div>
      {children}
    </li>
  );
}
