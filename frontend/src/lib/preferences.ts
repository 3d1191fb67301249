// What this browser remembers about its user. Invariant: without storage everything works, with the defaults.

const PREFIX = "lambdesk.";

export function readPreference(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function writePreference(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
  } catch {
    // A browser that stores nothing forgets it at the next visit.
  }
}

export type Theme = "auto" | "light" | "dark";

export function theme(): Theme {
  const stored = readPreference("theme");
  return stored === "light" || stored === "dark" ? stored : "auto";
}

/** Shows the stored theme, or the one that is given from now on. */
export function applyTheme(next: Theme = theme()): void {
  writePreference("theme", next === "auto" ? null : next);
  if (next === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = next;
}
