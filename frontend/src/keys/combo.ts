// Names of key presses. Invariant: one press has one name, whatever the keyboard layout.

export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** `j`, `shift+e`, `mod+k`, `mod+shift+enter`, `?`. Presses with Alt have no name: browsers and layouts need them. */
export function comboOf(press: Press): string | null {
  if (press.altKey || ["Shift", "Control", "Meta", "Alt", "AltGraph", "Dead"].includes(press.key)) return null;
  const key = press.key === " " ? "space" : press.key.toLowerCase();
  const mod = press.ctrlKey || press.metaKey ? "mod+" : "";
  // Shift is part of the name only for letters and named keys: `?` already needs it.
  const named = key.length > 1 || /\p{L}/u.test(key);
  return `${mod}${press.shiftKey && named ? "shift+" : ""}${key}`;
}

/** How a combination is shown to people. */
export function showCombo(combo: string, mac: boolean): string {
  const names: Record<string, string> = {
    mod: mac ? "⌘" : "Ctrl",
    shift: mac ? "⇧" : "Shift",
    enter: "Enter",
    escape: "Esc",
    home: "Home",
    space: "Space",
    tab: "Tab",
    arrowdown: "↓",
    arrowup: "↑",
  };
  const parts = combo.split("+").map((part) => names[part] ?? part.toUpperCase());
  return parts.join(mac ? "" : " ");
}
