// A short list of settings as a table, with its states.
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Empty, Failure, Skeleton } from "../ui/States";

interface Props<T> {
  /** What the list is of. */
  label: string;
  query: UseQueryResult<T[]>;
  head: readonly ReactNode[];
  row: (item: T) => readonly ReactNode[];
}

export function Listed<T extends { id: string }>({ label, query, head, row }: Props<T>) {
  const { t } = useTranslation();
  if (!query.data) {
    return query.error ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : <Skeleton lines={6} />;
  }
  if (query.data.length === 0) return <Empty icon="settings" title={t("settings.none")} />;
  return (
    <div className="card scroll-x" tabIndex={0} role="region" aria-label={label}>
      <table className="table">
        <thead>
          <tr>
            {head.map((cell, index) => (
              <th key={index} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {query.data.map((item) => (
            <tr key={item.id}>
              {row(item).map((cell, index) => (
                <td key={index}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
