// Buttons. A button that cannot be used says why in its title.
import type { ButtonHTMLAttributes, Ref } from "react";
import { keysOf, useBindings } from "../keys/bindings";
import type { ActionId } from "../keys/catalogue";
import { showCombo } from "../keys/combo";
import { Icon, type IconName } from "./Icon";

type Kind = "plain" | "primary" | "quiet" | "danger" | "note";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: Kind;
  small?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ kind = "plain", small, className, type, ...rest }: Props) {
  const names = ["btn", kind === "plain" ? "" : `btn-${kind}`, small ? "btn-small" : "", className ?? ""];
  return <button type={type ?? "button"} className={names.filter(Boolean).join(" ")} {...rest} />;
}

interface IconProps extends Props {
  icon: IconName;
  label: string;
  /** The action it does, for the key in its title. */
  action?: ActionId;
}

export function IconButton({ icon, label, action, className, ...rest }: IconProps) {
  const set = useBindings();
  const combo = action && keysOf(action, set)[0];
  const title = combo ? `${label} (${showCombo(combo, isMac)})` : label;
  return (
    <Button kind="quiet" {...rest} className={`btn-icon ${className ?? ""}`} aria-label={label} title={title}>
      <Icon name={icon} />
    </Button>
  );
}

export const isMac = navigator.userAgent.includes("Mac");

/** The first key of an action, as this user set it; nothing when it has none. */
export function KeyOf({ action }: { action: ActionId }) {
  const combo = keysOf(action, useBindings())[0];
  return combo ? <Kbd combo={combo} /> : null;
}

export function Kbd({ combo }: { combo: string }) {
  return <kbd className="kbd">{showCombo(combo, isMac)}</kbd>;
}
