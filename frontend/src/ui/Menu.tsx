// A button with a menu of choices. What the menu is made of is loaded when it is wanted for the first time.
import { lazy, Suspense, useState, type ReactNode } from "react";

const load = () => import("./OpenMenu");
const OpenMenu = lazy(load);

export interface Choice {
  value: string;
  label: string;
  disabled?: boolean;
}

export interface MenuProps {
  label: string;
  trigger: ReactNode;
  choices: readonly Choice[];
  value?: string | null;
  /** Chosen ones, where several can be. */
  values?: readonly string[];
  onChoose: (value: string) => void;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  disabled?: boolean;
  className?: string;
}

export function Menu(props: MenuProps) {
  const { label, trigger, open, onOpenChange, disabled, className } = props;
  const [wanted, setWanted] = useState(false);
  const button = (
    <button
      type="button"
      className={className ?? "btn btn-quiet"}
      aria-label={label}
      aria-haspopup="menu"
      aria-expanded={false}
      title={label}
      disabled={disabled}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => {
        setWanted(true);
        onOpenChange?.(true);
      }}
    >
      {trigger}
    </button>
  );
  if (!wanted && open !== true) return button;
  return (
    <Suspense fallback={button}>
      <OpenMenu {...props} />
    </Suspense>
  );
}
