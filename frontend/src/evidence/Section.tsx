// A part of the panel that can be folded; what is folded stays folded in this browser.
import { useState, type ReactNode } from "react";
import { readPreference, writePreference } from "../lib/preferences";

export function Section({ title, children }: { title: string; children: ReactNode }) {
  const name = `fold.${title}`;
  const [open, setOpen] = useState(() => readPreference(name) !== "closed");
  return (
    <details
      className="section"
      open={open}
      onToggle={(event) => {
        const next = event.currentTarget.open;
        if (next === open) return;
        setOpen(next);
        writePreference(name, next ? null : "closed");
      }}
    >
      <summary>
        <h3>{title}</h3>
      </summary>
      <div className="section-body">{children}</div>
    </details>
  );
}
