// Asks before an article is removed.
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { removeArticle, type Article } from "../api/knowledge";
import { Button } from "../ui/Button";
import { Modal } from "../ui/Modal";
import { sentence } from "../ui/States";
import { toast } from "../ui/toasts";

interface Props {
  article: Article;
  onClose: () => void;
  onDone: () => void;
}

export function RemoveModal({ article, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const remove = useMutation({
    mutationFn: () => removeArticle(article),
    onSuccess: () => {
      toast(t("knowledge.removed", { title: article.title }));
      onDone();
    },
  });
  return (
    <Modal title={t("knowledge.remove_title")} onClose={onClose}>
      <p>{t("knowledge.remove_text", { title: article.title })}</p>
      {remove.error && (
        <p className="bad" role="alert">
          {sentence(remove.error, t("error.unreachable_text"))}
        </p>
      )}
      <div className="modal-foot">
        <Button onClick={onClose}>{t("app.cancel")}</Button>
        <Button kind="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
          {t("knowledge.remove")}
        </Button>
      </div>
    </Modal>
  );
}
