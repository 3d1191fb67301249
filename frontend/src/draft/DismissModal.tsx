// Puts a draft away, with the reason: reasons tell which drafts are worth making.
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import { dismissDraft } from "../api/commands";
import { Button } from "../ui/Button";
import { Modal } from "../ui/Modal";
import { sentence } from "../ui/States";
import { toast } from "../ui/toasts";
import type { Draft } from "./state";

type Reason = Schemas["DismissReason"];
const REASONS: readonly Reason[] = ["wrong", "off_topic", "incomplete", "tone", "not_needed", "other"];

export function DismissModal({ draft, onClose }: { draft: Draft; onClose: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState<Reason | null>(null);
  const [comment, setComment] = useState("");
  const save = useMutation({
    mutationFn: (why: Reason) => dismissDraft(draft, { reason: why, comment: comment.trim() || null }),
    onSuccess: () => {
      toast(t("draft.dismissed"));
      onClose();
    },
  });
  return (
    <Modal title={t("draft.dismiss_title")} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason && !save.isPending) save.mutate(reason);
        }}
      >
        <fieldset className="choices">
          <legend className="label">{t("draft.dismiss_text")}</legend>
          {REASONS.map((one) => (
            <label key={one} className="check">
              <input type="radio" name="reason" checked={reason === one} onChange={() => setReason(one)} />
              {t(`draft.reason.${one}`)}
            </label>
          ))}
        </fieldset>
        <div className="field">
          <label htmlFor="dismiss-comment">{t("draft.comment")}</label>
          <textarea id="dismiss-comment" className="input" rows={2} maxLength={1_000} value={comment} onChange={(event) => setComment(event.target.value)} />
        </div>
        {save.error && (
          <p className="bad" role="alert">
            {sentence(save.error, t("error.unreachable_text"))}
          </p>
        )}
        <div className="modal-foot">
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button type="submit" kind="primary" disabled={!reason || save.isPending}>
            {t("draft.dismiss")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
