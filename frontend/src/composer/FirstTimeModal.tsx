// Somebody would get mail about this ticket for the first time: a person confirms it.
import { useTranslation } from "react-i18next";
import type { Address } from "../api/client";
import { Button } from "../ui/Button";
import { Modal } from "../ui/Modal";

interface Props {
  people: readonly Address[];
  onConfirm: () => void;
  onClose: () => void;
}

export function FirstTimeModal({ people, onConfirm, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal title={t("compose.first_title")} onClose={onClose}>
      <p>{t("compose.first_text")}</p>
      <ul className="stack">
        {people.map((address) => (
          <li key={address.email}>
            <strong>{address.email}</strong> {address.name}
          </li>
        ))}
      </ul>
      <div className="modal-foot">
        <Button onClick={onClose}>{t("compose.first_back")}</Button>
        <Button kind="primary" onClick={onConfirm} autoFocus>
          {t("compose.first_send")}
        </Button>
      </div>
    </Modal>
  );
}
