// The header of the mail behind a message, as it arrived, and the whole mail for download.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Message } from "../api/client";
import { rawHeaderQuery } from "../api/queries";
import { Icon } from "../ui/Icon";
import { Modal } from "../ui/Modal";
import { Failure, Skeleton } from "../ui/States";

export function HeadersModal({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(rawHeaderQuery(message.ticket, message.id));
  return (
    <Modal title={t("message.headers")} wide onClose={onClose}>
      <p className="muted">{t("message.headers_text")}</p>
      {data ? (
        <dl className="mail-header">
          {data.map((field, index) => (
            <div key={index}>
              <dt>{field.name}</dt>
              <dd>{field.value}</dd>
            </div>
          ))}
        </dl>
      ) : error ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton lines={12} />
      )}
      <p>
        <a href={rawAddress(message)} target="_blank" rel="noreferrer">
          <Icon name="mail" /> {t("message.raw_open")}
        </a>
      </p>
    </Modal>
  );
}

export function rawAddress(message: Message): string {
  return `/api/v1/tickets/${message.ticket}/messages/${message.id}/raw`;
}
