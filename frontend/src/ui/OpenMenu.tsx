// The menu itself, loaded when one is opened for the first time.
import * as Dropdown from "@radix-ui/react-dropdown-menu";
import { Icon } from "./Icon";
import type { MenuProps } from "./Menu";

export default function OpenMenu({ label, trigger, choices, value, values, onChoose, open, onOpenChange, disabled, className }: MenuProps) {
  return (
    <Dropdown.Root
      modal={false}
      {...(open === undefined ? { defaultOpen: true } : { open })}
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
              <span className="grow cut">{choice.label}</span>
              {(value === choice.value || values?.includes(choice.value)) && <Icon name="resolved" />}
            </Dropdown.Item>
          ))}
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  );
}
