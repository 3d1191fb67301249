// The sheet of keys: those that work right now.
import { useTranslation } from "react-i18next";
import { Kbd } from "../ui/Button";
import { Modal } from "../ui/Modal";
import { useAllActions, type Group } from "./actions";

const GROUPS: readonly Group[] = ["list", "ticket", "compose", "go", "app"];

export default function Sheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const actions = [...new Map(useAllActions().map((action) => [action.id, action])).values()];
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
    </Modal>
  );
}
