// Work that a stage gave up on: why, and what to do with it.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { settleParked } from "../api/commands";
import { parkedQuery } from "../api/queries";
import { useMay } from "../shell/me";
import { Button } from "../ui/Button";
import { Ago, Chip } from "../ui/Bits";
import { Modal } from "../ui/Modal";
import { Page } from "../ui/Page";
import { Empty, Failure, sentence, Skeleton } from "../ui/States";
import { toast } from "../ui/toasts";

type Parked = Schemas["ParkedView"];

export function ParkedPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(parkedQuery);
  return (
    <Page title={t("nav.parked")} text={t("parked.text")}>
      {error && !data ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton />
      ) : data.items.length === 0 ? (
        <Empty icon="parked" title={t("parked.empty")} />
      ) : (
        <ul className="stack">
          {data.items.map((one) => (
            <li key={one.id} className="card parked">
              <One parked={one} />
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}

function One({ parked }: { parked: Parked }) {
  const { t } = useTranslation();
  const may = useMay("change_operations");
  const [asking, setAsking] = useState(false);
  const settle = useMutation({
    mutationFn: (action: "replay" | "discard") => settleParked(parked.id, action),
    onSuccess: (_, action) => toast(t(action === "replay" ? "parked.replayed" : "parked.discarded")),
    onError: (error) => toast(sentence(error, t("error.unreachable_text")), { tone: "bad" }),
  });
  return (
    <>
      <div className="row wrap">
        <Chip tone={parked.state === "open" ? "warn" : "plain"}>{t(`parked.state.${parked.state}`)}</Chip>
        <strong className="grow">{t("parked.stage", { stage: parked.stage })}</strong>
        <span className="muted">
          {t("parked.attempts", { count: parked.attempts })} · <Ago at={parked.at} />
        </span>
      </div>
      <p>{parked.reason}</p>
      <details>
        <summary>{t("parked.what")}</summary>
        <pre className="words">{parked.source.raw ?? parked.source.task}</pre>
      </details>
      {parked.state === "open" && (
        <div className="row">
          <Button kind="primary" disabled={!may || settle.isPending} onClick={() => settle.mutate("replay")}>
            {t("parked.replay")}
          </Button>
          <Button kind="danger" disabled={!may || settle.isPending} onClick={() => setAsking(true)}>
            {t("parked.discard")}
          </Button>
        </div>
      )}
      {asking && (
        <Modal title={t("parked.discard_title")} onClose={() => setAsking(false)}>
          <p>{t("parked.discard_text")}</p>
          <div className="modal-foot">
            <Button onClick={() => setAsking(false)}>{t("app.cancel")}</Button>
            <Button
              kind="danger"
              onClick={() => {
                setAsking(false);
                settle.mutate("discard");
              }}
            >
              {t("parked.discard")}
            </Button>
          </div>
        </Modal>
      )}
    </>
  );
}
