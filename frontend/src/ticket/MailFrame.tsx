// The HTML of a mail, in a frame that can neither act nor load anything of another server.
import { useQueries, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "../api/client";
import { fileQuery, remoteImagesQuery } from "../api/queries";
import { Button } from "../ui/Button";
import { contentIds, fill, guessHeight, mailDocument, remoteAddresses, remoteImages, SANDBOX, type Fetched } from "./mail-document";

const NONE: Fetched = new Map();

interface Props {
  message: Message;
  html: string;
  tall: boolean;
}

export function MailFrame({ message, html, tall }: Props) {
  const { t } = useTranslation();
  const frame = useRef<HTMLIFrameElement>(null);
  const addresses = remoteAddresses(html);
  const asked = useQuery({ ...remoteImagesQuery(message, addresses), enabled: false });
  const remote = asked.data ?? NONE;
  const [width, setWidth] = useState(600);
  const inline = useInlineImages(message, html);
  const page = mailDocument(html, { remote, inline });
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    setWidth(element.clientWidth);
    fill(element, page);
  }, [page]);
  const height = guessHeight(html, width, remote);
  const missing = [...remote.values()].filter((data) => data === null).length;
  return (
    <div className="mail">
      {addresses.length > 0 && (!asked.data || missing > 0) && (
        <div className="banner">
          <span className="grow" role="status">
            {asked.isFetching
              ? t("message.remote_loading")
              : asked.data
                ? t("message.remote_missing", { count: missing })
                : t("message.remote", { count: remoteImages(html) })}
          </span>
          <Button small disabled={asked.isFetching} onClick={() => void asked.refetch()}>
            {asked.data ? t("app.retry") : t("message.remote_show")}
          </Button>
        </div>
      )}
      <iframe
        ref={frame}
        sandbox={SANDBOX}
        referrerPolicy="no-referrer"
        title={t("message.frame")}
        style={{ height: tall ? Math.max(720, height) : height }}
      />
    </div>
  );
}

/** Signed addresses of the pictures a mail shows within its text, by content id. */
function useInlineImages(message: Message, html: string): Record<string, string> {
  const wanted = contentIds(html);
  const files = message.attachments.filter(
    (file) => file.available && file.content_id != null && wanted.includes(file.content_id),
  );
  const answers = useQueries({ queries: files.map((file) => fileQuery(message.ticket, message.id, file.index)) });
  const found: Record<string, string> = {};
  files.forEach((file, index) => {
    const url = answers[index]?.data?.url;
    if (url && file.content_id) found[file.content_id] = url;
  });
  return found;
}
