// A page that is read from top to bottom.
import type { ReactNode } from "react";
import { useTitle } from "./title";

export function Page({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  useTitle(title);
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
