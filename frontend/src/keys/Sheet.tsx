// The sheet of keys: those that work right now.
import { useTranslation } from "react-i18next";
import { isMac, Kbd } from "../ui/Button";
import { Modal } from "../ui/Modal";
import { useAllActions } from "./actions";
import { GROUPS } from "./catalogue";
import { showCombo } from "./combo";

export default function Sheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const actions = useAllActions();
  return (
    <Modal title={t("keys.sheet")} wide onClose={onClose}>
      <div className="sheet">
        {GROUPS.map((group) => {
          const members = actions.filter((action) => action.group === group && action.keys.length > 0);
          if (members.length === 0) return null;
          return (
            <section key={group}>
              <h3>{t(`keys.group.${group}`)}</h3>
              <dl>
                {members.map((action) => (
                  <div key={action.id}>
                    <dt>
                      {action.keys.map((combo) => (
                        <Kbd key={combo} combo={combo} />
                      ))}
                    </dt>
                    <dd>{action.label}</dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
      <p className="muted">{t("keys.twins", { keys: showCombo("mod+shift", isMac) })}</p>
    </Modal>
  );
}
