// Gives the filters on the screen a name, to come back to them.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useActions } from "../keys/actions";
import { Text } from "../settings/fields";
import { Button } from "../ui/Button";
import { Modal } from "../ui/Modal";
import { toast } from "../ui/toasts";
import { isFiltered, type Queue, type Search } from "./queues";
import { saveView } from "./views";

export function SaveView({ queue, search }: { queue: Queue; search: Search }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [name, setName] = useState("");
  const filtered = isFiltered(search);
  useActions(filtered ? [{ id: "save-view", run: () => setAsking(true) }] : []);
  if (!filtered) return null;
  return (
    <>
      <Button kind="quiet" small onClick={() => setAsking(true)}>
        {t("view.save")}
      </Button>
      {asking && (
        <Modal title={t("view.save")} onClose={() => setAsking(false)}>
          <form
            className="stack"
            onSubmit={(event) => {
              event.preventDefault();
              if (!name.trim()) return;
              saveView({ name: name.trim(), queue, search });
              toast(t("view.saved", { name: name.trim() }));
              setAsking(false);
              setName("");
            }}
          >
            <Text label={t("view.name")} hint={t("view.hint")} value={name} onChange={setName} required />
            <div className="modal-foot">
              <Button onClick={() => setAsking(false)}>{t("app.cancel")}</Button>
              <Button type="submit" kind="primary">
                {t("app.save")}
              </Button>
            </div>
          </form>
        </Modal>
      )}
    </>
  );
}
