// Files of a message: small pictures of safe types, a link for the rest, a reason for what is missing.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "../api/client";
import { fileQuery } from "../api/queries";
import { fileSize } from "../lib/files";
import { Icon } from "../ui/Icon";
import { Modal } from "../ui/Modal";

type File = Message["attachments"][number];

const PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp"];

export function Attachments({ message }: { message: Message }) {
  const { t } = useTranslation();
  if (message.attachments.length === 0) return null;
  return (
    <ul className="files" aria-label={t("message.files")}>
      {message.attachments.map((file) => (
        <li key={file.index}>
          <One message={message} file={file} />
        </li>
      ))}
    </ul>
  );
}

function One({ message, file }: { message: Message; file: File }) {
  const { t, i18n } = useTranslation();
  const [large, setLarge] = useState(false);
  // What is shown within the text is not shown a second time below it.
  const picture = file.available && !file.inline && PICTURES.includes(file.media_type.toLowerCase());
  const { data } = useQuery({ ...fileQuery(message.ticket, message.id, file.index), enabled: picture });
  const size = fileSize(file.size, i18n.language);
  if (!file.available) {
    return (
      <span className="file file-gone">
        <Icon name="alert" />
        <span className="grow">
          <span className="cut">{file.name}</span>
          <span className="muted">{file.note ?? t("message.file_gone")}</span>
        </span>
      </span>
    );
  }
  const address = `/api/v1/tickets/${message.ticket}/messages/${message.id}/attachments/${file.index}`;
  return (
    <>
      {picture && data && (
        <button className="picture" onClick={() => setLarge(true)} aria-label={t("message.look", { name: file.name })}>
          <img src={data.url} alt={file.name} loading="lazy" />
        </button>
      )}
      <a className="file" href={address} target="_blank" rel="noreferrer">
        <Icon name="clip" />
        <span className="grow cut">{file.name}</span>
        <span className="muted num">{size}</span>
      </a>
      {file.note && <span className="muted">{file.note}</span>}
      {large && data && (
        <Modal title={file.name} wide onClose={() => setLarge(false)}>
          <img className="picture-large" src={data.url} alt={file.name} />
        </Modal>
      )}
    </>
  );
}
