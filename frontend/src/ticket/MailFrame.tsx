// The HTML of a mail, in a frame that can neither act nor load anything unasked.
import { useQueries } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "../api/client";
import { fileQuery } from "../api/queries";
import { Button } from "../ui/Button";
import { contentIds, fill, guessHeight, mailDocument, remoteImages, SANDBOX } from "./mail-document";

interface Props {
  message: Message;
  html: string;
  tall: boolean;
}

export function MailFrame({ message, html, tall }: Props) {
  const { t } = useTranslation();
  const frame = useRef<HTMLIFrameElement>(null);
  const [remote, setRemote] = useState(false);
  const [width, setWidth] = useState(600);
  const inline = useInlineImages(message, html);
  const page = mailDocument(html, { remote, inline });
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    setWidth(element.clientWidth);
    fill(element, page);
  }, [page]);
  const height = guessHeight(html, width);
  const hidden = remoteImages(html);
  return (
    <div className="mail">
      {hidden > 0 && !remote && (
        <div className="banner">
          <span className="grow">{t("message.remote", { count: hidden })}</span>
          <Button small onClick={() => setRemote(true)}>
            {t("message.remote_show")}
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
