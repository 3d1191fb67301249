// A menu of choices under a button.
import * as Dropdown from "@radix-ui/react-dropdown-menu";
import type { ReactNode } from "react";
import { Icon } from "./Icon";

export interface Choice {
  value: string;
  label: string;
  /** Shown before the label. */
  sign?: ReactNode;
  disabled?: boolean;
}

interface Props {
  label: string;
  trigger: ReactNode;
  choices: readonly Choice[];
  value?: string | null;
  onChoose: (value: string) => void;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  disabled?: boolean;
  className?: string;
}

export function Menu({ label, trigger, choices, value, onChoose, open, onOpenChange, disabled, className }: Props) {
  return (
    <Dropdown.Root
      modal={false}
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange ? { onOpenChange } : {})}
    >
      <Dropdown.Trigger className={className ?? "btn btn-quiet"} aria-label={label} title={label} disabled={disabled}>
        {trigger}
      </Dropdown.Trigger>
      <Dropdown.Portal>
        <Dropdown.Content className="menu" align="start" sideOffset={4} collisionPadding={8} aria-label={label}>
          {choices.map((choice) => (
            <Dropdown.Item
              key={choice.value}
              className="menu-item"
              disabled={choice.disabled ?? false}
              onSelect={() => onChoose(choice.value)}
            >
              {choice.sign}
              <span className="grow cut">{choice.label}</span>
              {value === choice.value && <Icon name="resolved" />}
            </Dropdown.Item>
          ))}
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  );
}
