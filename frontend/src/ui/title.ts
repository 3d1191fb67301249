// The title of the window: what is shown, then whose helpdesk it is.
import { useEffect } from "react";
import { useMe } from "../shell/me";

/** Names the window after what it shows as long as it is shown; null leaves that to something within. */
export function useTitle(title: string | null): void {
  const { organisation_name: organisation } = useMe();
  useEffect(() => {
    if (title !== null) document.title = `${title} · ${organisation}`;
  }, [title, organisation]);
}
