// What a page shows when it has nothing to show: loading, empty, refused, broken.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Problem, Unreachable } from "../api/client";
import { Button } from "./Button";
import { Icon, type IconName } from "./Icon";

export function Skeleton({ lines = 9 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <div className="bones" role="status" aria-label={t("app.loading")}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} className="bone" />
      ))}
    </div>
  );
}

interface EmptyProps {
  icon: IconName;
  title: string;
  children?: ReactNode;
}

export function Empty({ icon, title, children }: EmptyProps) {
  return (
    <div className="state">
      <Icon name={icon} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** An error as a person needs it: what happened, what to do, and the id to ask about. */
export function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const refused = error instanceof Problem && error.status === 403;
  const missing = error instanceof Problem && error.status === 404;
  const icon = refused ? "lock" : error instanceof Unreachable ? "cloud" : "alert";
  return (
    <div className="state" role="alert">
      <Icon name={icon} />
      <h2>{title()}</h2>
      <p>{sentence(error, t("error.unreachable_text"))}</p>
      <div className="row">{!refused && <Button onClick={onRetry}>{t("app.retry")}</Button>}</div>
      {error instanceof Problem && error.requestId && (
        <p className="muted">
          {t("error.request")} <code>{error.requestId}</code>
        </p>
      )}
    </div>
  );

  function title(): string {
    if (refused) return t("error.refused");
    if (missing) return t("error.missing");
    return error instanceof Unreachable ? t("error.unreachable") : t("error.broken");
  }
}

/**
 * What is shown may be old, because the server failed when it was asked again. That nobody answers at all is said above the
 * page, once for everything on it.
 */
export function Stale({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  if (!error || error instanceof Unreachable || (error instanceof Problem && [502, 503, 504].includes(error.status))) return null;
  return (
    <div className="banner" role="status">
      <span className="grow">
        {t("error.stale")} {sentence(error, "")}
      </span>
      <Button small onClick={onRetry}>
        {t("app.retry")}
      </Button>
    </div>
  );
}

/** One sentence about an error, for a line or a toast. */
export function sentence(error: unknown, unreachable: string): string {
  if (error instanceof Problem) return error.next ? `${error.message}: ${error.next}` : error.message;
  if (error instanceof Unreachable) return unreachable;
  return error instanceof Error ? error.message : String(error);
}
