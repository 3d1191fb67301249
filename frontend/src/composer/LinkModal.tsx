// Asks where a link goes. Only addresses of the web and of mail are taken.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Text } from "../settings/fields";
import { Button } from "../ui/Button";
import { Modal } from "../ui/Modal";
import { readLink } from "./rich";

interface Props {
  onDone: (address: string | null) => void;
  onClose: () => void;
}

export function LinkModal({ onDone, onClose }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const address = readLink(typed);
  return (
    <Modal title={t("compose.formats.link")} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (address !== null) onDone(address);
        }}
      >
        <Text label={t("compose.link_to")} hint={t("compose.link_hint")} value={typed} onChange={setTyped} required />
        <div className="modal-foot">
          <Button onClick={() => onDone(null)}>{t("compose.link_off")}</Button>
          <Button type="submit" kind="primary" disabled={address === null}>
            {t("app.save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
