// The frame around every page: who is signed in, the way around, and what is above all pages.
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { isSignedOut } from "../api/client";
import { useConnection } from "../api/connection";
import { meQuery } from "../api/queries";
import { QUEUES } from "../inbox/queues";
import { useActions, type Offer } from "../keys/actions";
import { SignInPage } from "../signin/SignInPage";
import { IconButton } from "../ui/Button";
import { Empty, Failure, Skeleton } from "../ui/States";
import { Toasts } from "../ui/Toasts";
import { useTitle } from "../ui/title";
import { undoLast } from "../ui/toasts";
import { MeContext, useMe } from "./me";
import { Sidebar } from "./Sidebar";

const Palette = lazy(() => import("../keys/Palette"));
const Sheet = lazy(() => import("../keys/Sheet"));

export function Shell() {
  const { data: me, error, refetch } = useQuery(meQuery);
  if (isSignedOut(error)) return <SignInPage />;
  if (!me) return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton />;
  return (
    <MeContext value={me}>
      <Frame />
    </MeContext>
  );
}

function Frame() {
  const { t } = useTranslation();
  const [drawer, setDrawer] = useState(false);
  const [above, setAbove] = useState<"palette" | "sheet" | null>(null);
  const connection = useConnection();
  const path = useLocation({ select: (location) => location.pathname });
  const [shownPath, setShownPath] = useState(path);
  if (path !== shownPath) {
    setShownPath(path);
    setDrawer(false);
  }
  useActions(useGlobalActions(setAbove));
  usePresence();
  return (
    <div className="shell" data-drawer={drawer}>
      <a className="skip" href="#main">
        {t("app.skip")}
      </a>
      <header className="topbar">
        <IconButton icon="menu" label={t("app.menu")} aria-expanded={drawer} onClick={() => setDrawer(!drawer)} />
        <span className="brand">Lambdesk</span>
        <IconButton icon="search" label={t("keys.palette")} onClick={() => setAbove("palette")} />
      </header>
      <Sidebar onKeys={() => setAbove("sheet")} />
      {drawer && <button className="drawer-scrim" aria-label={t("app.close")} onClick={() => setDrawer(false)} />}
      <main id="main" className="page" tabIndex={-1}>
        {connection === "down" && (
          <div className="banner" role="status">
            {t("error.offline")}
          </div>
        )}
        <Suspense fallback={<Skeleton />}>
          <Outlet />
        </Suspense>
      </main>
      <Suspense fallback={null}>
        {above === "palette" && <Palette onClose={() => setAbove(null)} />}
        {above === "sheet" && <Sheet onClose={() => setAbove(null)} />}
      </Suspense>
      <Toasts />
    </div>
  );
}

/** Tells the others where this agent is. What it needs is loaded when the page is there. */
function usePresence(): void {
  const me = useMe();
  const takesPart = me.agent != null && me.may.includes("read_tickets");
  useEffect(() => {
    if (!takesPart) return;
    let end: (() => void) | "gone" | null = null;
    void import("../presence/beat").then(({ begin }) => {
      if (end !== "gone") end = begin();
    });
    return () => {
      if (typeof end === "function") end();
      end = "gone";
    };
  }, [takesPart]);
}

function useGlobalActions(setAbove: (above: "palette" | "sheet") => void): Offer[] {
  const navigate = useNavigate();
  return [
    { id: "palette", run: () => setAbove("palette") },
    { id: "sheet", run: () => setAbove("sheet") },
    { id: "undo", run: () => void undoLast() },
    ...QUEUES.map((queue) => ({ id: `go-${queue}` as const, run: () => void navigate({ to: "/inbox/$queue", params: { queue } }) })),
    { id: "go-undelivered", run: () => void navigate({ to: "/outgoing", search: { show: "undelivered" } }) },
    { id: "go-outgoing", run: () => void navigate({ to: "/outgoing", search: {} }) },
    { id: "go-parked", run: () => void navigate({ to: "/parked" }) },
    { id: "go-knowledge", run: () => void navigate({ to: "/knowledge" }) },
    { id: "go-canned", run: () => void navigate({ to: "/canned" }) },
    { id: "go-settings", run: () => void navigate({ to: "/settings/{-$section}" }) },
    { id: "go-start", run: () => void navigate({ to: "/start" }) },
  ];
}

export function Lost() {
  const { t } = useTranslation();
  useTitle(t("error.no_page"));
  return (
    <Empty icon="search" title={t("error.no_page")}>
      <Link to="/">{t("nav.home")}</Link>
    </Empty>
  );
}
