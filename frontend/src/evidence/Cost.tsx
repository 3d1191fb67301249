// What the models cost for this ticket: every call and the sum of them.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Schemas, Ticket } from "../api/client";
import { costsQuery } from "../api/queries";
import { money } from "../lib/money";
import { Ago, Chip } from "../ui/Bits";
import { sentence } from "../ui/States";
import { Section } from "./Section";

type Call = Schemas["CallView"];

export function Cost({ ticket }: { ticket: Ticket }) {
  const { t, i18n } = useTranslation();
  const { data, error } = useQuery(costsQuery(ticket.id, ticket.version));
  return (
    <Section title={t("cost.title")}>
      {error && <p className="bad">{sentence(error, t("error.unreachable_text"))}</p>}
      {!data && !error && <p className="muted">{t("app.loading")}</p>}
      {data && data.items.length === 0 && <p className="muted">{t("cost.none")}</p>}
      {data && data.items.length > 0 && (
        <>
          <p className="row wrap">
            <strong className="num">{money(data.total.microusd, i18n.language)}</strong>
            <span className="muted num">{t("cost.sum", { count: data.total.calls, tokens: number(data.total.tokens, i18n.language) })}</span>
          </p>
          {data.total.unknown > 0 && <p className="muted">{t("cost.unknown", { count: data.total.unknown })}</p>}
          <details className="folded">
            <summary>{t("cost.calls")}</summary>
            <ol className="calls">
              {data.items.map((call, index) => (
                <Line key={index} call={call} />
              ))}
            </ol>
          </details>
        </>
      )}
    </Section>
  );
}

function Line({ call }: { call: Call }) {
  const { t, i18n } = useTranslation();
  const tokens = (call.input_tokens ?? 0) + (call.output_tokens ?? 0) + (call.cache_read_tokens ?? 0) + (call.cache_write_tokens ?? 0);
  const known = call.input_tokens != null || call.output_tokens != null;
  return (
    <li>
      <span className="row wrap">
        <span className="grow">
          {t(`cost.step.${call.step}`)}
          {call.repair && ` (${t("cost.repair")})`}
        </span>
        {call.outcome !== "answered" && (
          <Chip tone="warn" {...(call.code ? { title: call.code } : {})}>
            {t(`cost.outcome.${call.outcome}`)}
          </Chip>
        )}
        <span className="num">{call.cost_microusd == null ? "?" : money(call.cost_microusd, i18n.language)}</span>
      </span>
      <span className="muted row wrap">
        <span className="grow cut" title={t("cost.prices", { version: call.price_version })}>
          {call.model}
        </span>
        <span className="num">{known ? t("cost.tokens", { count: tokens, shown: number(tokens, i18n.language) }) : ""}</span>
        <span className="num">{new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 }).format(call.latency_ms / 1_000)} s</span>
        <Ago at={call.at} />
      </span>
    </li>
  );
}

function number(value: number, language: string): string {
  return new Intl.NumberFormat(language).format(value);
}
