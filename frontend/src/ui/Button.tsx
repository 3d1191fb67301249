// Buttons. A button that cannot be used says why in its title.
import type { ButtonHTMLAttributes, Ref } from "react";
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
  combo?: string;
}

export function IconButton({ icon, label, combo, className, ...rest }: IconProps) {
  const title = combo ? `${label} (${showCombo(combo, isMac)})` : label;
  return (
    <Button kind="quiet" {...rest} className={`btn-icon ${className ?? ""}`} aria-label={label} title={title}>
      <Icon name={icon} />
    </Button>
  );
}

export const isMac = navigator.userAgent.includes("Mac");

export function Kbd({ combo }: { combo: string }) {
  return <kbd className="kbd">{showCombo(combo, isMac)}</kbd>;
}
