// Files that go along with the reply.
import { useTranslation } from "react-i18next";
import { fileSize } from "../lib/files";
import { IconButton } from "../ui/Button";
import { Icon } from "../ui/Icon";
import type { AttachedFile } from "./drafts";

interface Props {
  files: readonly AttachedFile[];
  /** Names of files on their way. */
  busy: readonly string[];
  onRemove: (upload: string) => void;
}

export function Files({ files, busy, onRemove }: Props) {
  const { t, i18n } = useTranslation();
  if (files.length === 0 && busy.length === 0) return null;
  return (
    <ul className="files" aria-label={t("message.files")}>
      {files.map((file) => (
        <li key={file.upload} className="file">
          <Icon name="clip" />
          <span className="grow cut">{file.name}</span>
          <span className="muted num">{fileSize(file.size, i18n.language)}</span>
          <IconButton icon="close" small label={t("compose.remove", { name: file.name })} onClick={() => onRemove(file.upload)} />
        </li>
      ))}
      {busy.map((name) => (
        <li key={name} className="file muted" role="status">
          <Icon name="clip" /> {t("compose.uploading", { name })}
        </li>
      ))}
    </ul>
  );
}
