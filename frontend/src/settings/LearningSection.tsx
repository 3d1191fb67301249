// What triage learned from settled tickets, and how right its rules are on past ones.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { backtest, calibrationQuery, forget, learn, learnedQuery, measure, type Learned, type Report } from "../api/learning";
import { organisationQuery } from "../api/queries";
import { money } from "../lib/money";
import { useMay } from "../shell/me";
import { Button } from "../ui/Button";
import { Ago } from "../ui/Bits";
import { Failure, sentence, Skeleton } from "../ui/States";
import { toast } from "../ui/toasts";
import { acting, mistakes, percent } from "./learning";

export function LearningSection() {
  return (
    <>
      <Layer />
      <Belief />
      <Past />
    </>
  );
}

function Layer() {
  const { t } = useTranslation();
  const may = useMay("manage_organisation");
  const { data, error, refetch } = useQuery(learnedQuery);
  const failed = (cause: unknown) => toast(sentence(cause, t("error.unreachable_text")), { tone: "bad" });
  const train = useMutation({ mutationFn: learn, onSuccess: () => toast(t("settings.learning.done")) });
  const drop = useMutation({ mutationFn: forget, onSuccess: () => toast(t("settings.learning.forgotten")), onError: failed });
  if (data === undefined) return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton lines={4} />;
  const busy = train.isPending || drop.isPending;
  return (
    <section className="card form form-wide" aria-label={t("settings.learning.learned")}>
      <h2>{t("settings.learning.learned")}</h2>
      <p className="muted">{t("settings.learning.text")}</p>
      {data ? <Compared learned={data} /> : <p>{t("settings.learning.nothing")}</p>}
      {train.error && (
        <p className="bad" role="alert">
          {sentence(train.error, t("error.unreachable_text"))}
        </p>
      )}
      <div className="row wrap">
        <Button kind={data ? "plain" : "primary"} disabled={!may || busy} onClick={() => train.mutate()}>
          {train.isPending ? t("settings.learning.learning") : data ? t("settings.learning.again") : t("settings.learning.now")}
        </Button>
        {data && (
          <Button kind="danger" disabled={!may || busy} onClick={() => drop.mutate()}>
            {t("settings.learning.forget")}
          </Button>
        )}
      </div>
    </section>
  );
}

/** The rules and the layer on the same tickets, none of which the layer had seen. */
function Compared({ learned }: { learned: Learned }) {
  const { t, i18n } = useTranslation();
  const lines = [
    { name: t("settings.learning.right"), show: (report: Report) => percent(report.accuracy, report.cases, i18n.language) },
    { name: t("settings.learning.balanced"), show: (report: Report) => percent(report.macro_f1, report.cases, i18n.language) },
    { name: t("settings.learning.off"), show: (report: Report) => percent(report.calibration_error, report.cases, i18n.language) },
  ];
  return (
    <>
      <p>
        {t("settings.learning.from", { count: learned.trained_on })}{" "}
        <span className="muted">
          <Ago at={learned.trained_at} />
        </span>
      </p>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t("settings.learning.compared")}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("settings.learning.unseen")}</th>
              <th scope="col">{t("triage.engine.rules")}</th>
              <th scope="col">{t("triage.engine.learned")}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ name, show }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="num">{show(learned.rules)}</td>
                <td className="num">{show(learned.learned)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** What people kept of the judgements of models, and what their word counts for since. */
function Belief() {
  const { t, i18n } = useTranslation();
  const may = useMay("manage_organisation");
  const { data, error, refetch } = useQuery(calibrationQuery);
  const again = useMutation({ mutationFn: measure, onError: (cause) => toast(sentence(cause, t("error.unreachable_text")), { tone: "bad" }) });
  if (data === undefined) return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton lines={3} />;
  return (
    <section className="card form form-wide" aria-label={t("settings.learning.belief")}>
      <h2>{t("settings.learning.belief")}</h2>
      <p className="muted">{t("settings.learning.belief_text")}</p>
      {(!data || data.models.length === 0) && <p>{t("settings.learning.no_model")}</p>}
      {data && data.models.length > 0 && (
        <>
          <Table
            label={t("settings.learning.belief")}
            head={[t("triage.engine.model"), t("settings.learning.outcomes"), t("settings.learning.right"), t("settings.learning.off"), t("settings.learning.alone")]}
            rows={data.models.map((one) => [
              one.model,
              one.outcomes,
              percent(one.right / one.outcomes, one.outcomes, i18n.language),
              percent(one.stated_off_by, one.outcomes, i18n.language),
              one.trusted_alone ? t("settings.ai.yes") : t("settings.learning.with_rules"),
            ])}
          />
          <p className="muted">
            {t("settings.learning.measured", { count: data.tickets })} <Ago at={data.measured_at} />
          </p>
        </>
      )}
      <div className="row">
        <Button disabled={!may || again.isPending} onClick={() => again.mutate()}>
          {again.isPending ? t("settings.learning.measuring") : t("settings.learning.measure")}
        </Button>
      </div>
    </section>
  );
}

function Past() {
  const { t } = useTranslation();
  const may = useMay("manage_organisation");
  const judge = useMutation({ mutationFn: backtest });
  return (
    <section className="card form form-wide" aria-label={t("settings.learning.past")}>
      <h2>{t("settings.learning.past")}</h2>
      <p className="muted">{t("settings.learning.past_text")}</p>
      {judge.error && <Failure error={judge.error} onRetry={() => judge.mutate()} />}
      {judge.data && <Outcome outcome={judge.data} />}
      <div className="row">
        <Button disabled={!may || judge.isPending} onClick={() => judge.mutate()}>
          {judge.isPending ? t("settings.learning.judging") : t("settings.learning.judge")}
        </Button>
      </div>
    </section>
  );
}

function Outcome({ outcome }: { outcome: Schemas["BacktestView"] }) {
  const { t, i18n } = useTranslation();
  const { report } = outcome;
  const { data: organisation } = useQuery(organisationQuery);
  const marked = organisation ? acting(report, organisation.settings.triage.threshold) : -1;
  const engines = [
    { name: t("triage.engine.rules"), report, cost: null },
    ...(outcome.learned ? [{ name: t("triage.engine.learned"), report: outcome.learned, cost: null }] : []),
    ...outcome.models.map((one) => ({ name: one.model, report: one.report, cost: one.cost_microusd })),
  ];
  const share = (part: number, of = report.cases) => percent(part, of, i18n.language);
  return (
    <div className="stack" role="status">
      <p>
        {t("settings.learning.looked", { count: outcome.tickets, settled: report.cases })}{" "}
        {report.cases > 0 && <strong>{t("settings.learning.were_right", { share: share(report.accuracy) })}</strong>}
      </p>
      {report.cases === 0 && <p className="muted">{t("settings.learning.unsettled")}</p>}
      {report.cases > 0 && (
        <>
          {engines.length > 1 && (
            <Table
              label={t("settings.learning.by_engine")}
              head={[t("settings.learning.by_engine"), t("settings.learning.tickets"), t("settings.learning.right"), t("settings.learning.off"), t("cost.title")]}
              rows={engines.map(({ name, report: one, cost }) => [name, one.cases, share(one.accuracy, one.cases), share(one.calibration_error, one.cases), cost === null ? "–" : money(cost, i18n.language)])}
            />
          )}
          <Table
            label={t("settings.learning.by_category")}
            head={[t("field.category"), t("settings.learning.tickets"), t("settings.learning.found"), t("settings.learning.belongs")]}
            rows={report.categories.map((one) => [one.category, one.tickets, share(one.recall, one.tickets), share(one.precision)])}
          />
          <Table
            label={t("settings.learning.by_threshold")}
            head={[t("settings.learning.from_confidence"), t("settings.learning.acted"), t("settings.learning.wrong"), t("settings.learning.at_most")]}
            rows={report.thresholds.map((row) => [share(row.threshold, 1), `${row.automatic} (${share(row.coverage)})`, row.wrong, share(row.wrong_at_most, row.automatic)])}
            marked={marked}
            mark={t("settings.learning.yours")}
          />
          <Mistakes report={report} />
        </>
      )}
    </div>
  );
}

function Mistakes({ report }: { report: Report }) {
  const { t } = useTranslation();
  const found = mistakes(report);
  if (found.length === 0) return null;
  return (
    <>
      <h3>{t("settings.learning.mistakes")}</h3>
      <ul className="bullets">
        {found.map(({ expected, predicted, tickets }) => (
          <li key={`${expected} ${predicted}`}>{t("settings.learning.taken", { expected, predicted, count: tickets })}</li>
        ))}
      </ul>
    </>
  );
}

interface TableProps {
  label: string;
  head: readonly string[];
  rows: readonly (readonly (string | number)[])[];
  /** The row that has a mark, and what it says. */
  marked?: number;
  mark?: string;
}

function Table({ label, head, rows, marked = -1, mark }: TableProps) {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={label}>
      <table className="table">
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...rest], at) => (
            <tr key={first}>
              <th scope="row">
                {first}
                {at === marked && <span className="muted block">{mark}</span>}
              </th>
              {rest.map((cell, index) => (
                <td key={index} className="num">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
