// Somebody else changed the same thing: both versions, and the choice.
import { useTranslation } from "react-i18next";
import { Button } from "../ui/Button";
import { Modal } from "../ui/Modal";
import { differences } from "./conflict";
import type { Conflict } from "./useTicketActions";

interface Props {
  conflict: Conflict;
  onMine: () => void;
  onClose: () => void;
}

export function ConflictModal({ conflict, onMine, onClose }: Props) {
  const { t } = useTranslation();
  const { base, now, patch } = conflict;
  return (
    <Modal title={t("conflict.title")} onClose={onClose}>
      <p>{t("conflict.text", { number: now.number })}</p>
      <div className="scroll-x">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("conflict.field")}</th>
              <th scope="col">{t("conflict.before")}</th>
              <th scope="col">{t("conflict.theirs")}</th>
              <th scope="col">{t("conflict.mine")}</th>
            </tr>
          </thead>
          <tbody>
            {differences(base, now, patch).map(({ field, before, theirs, mine }) => (
              <tr key={field}>
                <th scope="row">{t(`field.${field}`)}</th>
                <td>{before || "–"}</td>
                <td>{theirs || "–"}</td>
                <td>{mine || "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="modal-foot">
        <Button onClick={onClose}>{t("conflict.keep")}</Button>
        <Button kind="primary" onClick={onMine}>
          {t("conflict.use_mine")}
        </Button>
      </div>
    </Modal>
  );
}
