// A page that is read from top to bottom.
import type { ReactNode } from "react";

export function Page({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <div className="sheet-page" tabIndex={-1}>
      <div className="sheet-inner stack">
        <header>
          <h1>{title}</h1>
          {text && <p className="muted">{text}</p>}
        </header>
        {children}
      </div>
    </div>
  );
}
