// Whether the public history is quoted below the reply; as the organisation has it until it is changed for this reply.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { organisationQuery } from "../api/queries";

export function Quote({ value, onChange }: { value: boolean | null; onChange: (quote: boolean) => void }) {
  const { t } = useTranslation();
  const { data } = useQuery({ ...organisationQuery, staleTime: 300_000 });
  const now = value ?? data?.settings.quote_history;
  if (now === undefined) return null;
  return (
    <label className="check muted">
      <input type="checkbox" checked={now} onChange={(event) => onChange(event.target.checked)} />
      {t("compose.quote")}
    </label>
  );
}
