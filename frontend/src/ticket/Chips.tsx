// Status and priority as signs. Colour is never the only difference.
import { useTranslation } from "react-i18next";
import type { Priority, Status } from "../api/client";
import { Chip, type Tone } from "../ui/Bits";

const STATUS: Record<Status, Tone> = {
  open: "accent",
  pending: "warn",
  in_progress: "info",
  waiting_on_customer: "plain",
  resolved: "good",
  closed: "plain",
};

const PRIORITY: Record<Priority, Tone> = { urgent: "bad", high: "warn", medium: "plain", low: "plain" };
const MARK: Record<Priority, string> = { urgent: "‼", high: "↑", medium: "", low: "↓" };

export function StatusChip({ status }: { status: Status }) {
  const { t } = useTranslation();
  return <Chip tone={STATUS[status]}>{t(`status.${status}`)}</Chip>;
}

export function PriorityChip({ priority }: { priority: Priority }) {
  const { t } = useTranslation();
  return (
    <Chip tone={PRIORITY[priority]}>
      {MARK[priority] && <span aria-hidden="true">{MARK[priority]}</span>}
      {t(`priority.${priority}`)}
    </Chip>
  );
}
