// The addresses of the app. A page of its own is one folder and one route here.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { withMore } from "./i18n/more";
import { InboxPage } from "./inbox/InboxPage";
import { isQueue, readSearch } from "./inbox/queues";
import { readOutgoing } from "./operations/outgoing";
import { Lost, Shell } from "./shell/Shell";

const root = createRootRoute({ component: Shell, notFoundComponent: Lost });

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/inbox/$queue", params: { queue: "open" }, replace: true });
  },
});

const inbox = createRoute({
  getParentRoute: () => root,
  path: "/inbox/$queue",
  component: InboxPage,
  validateSearch: readSearch,
  beforeLoad: ({ params }) => {
    if (!isQueue(params.queue)) throw redirect({ to: "/inbox/$queue", params: { queue: "open" }, replace: true });
  },
});

const ticket = createRoute({ getParentRoute: () => inbox, path: "$ticket" });

const outgoing = createRoute({
  getParentRoute: () => root,
  path: "/outgoing",
  validateSearch: readOutgoing,
  component: lazyRouteComponent(() => withMore(() => import("./operations/OutgoingPage")), "OutgoingPage"),
});

const parked = createRoute({
  getParentRoute: () => root,
  path: "/parked",
  component: lazyRouteComponent(() => withMore(() => import("./operations/ParkedPage")), "ParkedPage"),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings/{-$section}",
  component: lazyRouteComponent(() => withMore(() => import("./settings/SettingsPage")), "SettingsPage"),
});

const start = createRoute({
  getParentRoute: () => root,
  path: "/start",
  component: lazyRouteComponent(() => withMore(() => import("./guide/StartPage")), "StartPage"),
});

const knowledge = createRoute({
  getParentRoute: () => root,
  path: "/knowledge",
  component: lazyRouteComponent(() => withMore(() => import("./knowledge/KnowledgePage")), "KnowledgePage"),
});

const article = createRoute({
  getParentRoute: () => root,
  path: "/knowledge/$article",
  component: lazyRouteComponent(() => withMore(() => import("./knowledge/ArticlePage")), "ArticlePage"),
});

const canned = createRoute({
  getParentRoute: () => root,
  path: "/canned",
  component: lazyRouteComponent(() => withMore(() => import("./canned/CannedPage")), "CannedPage"),
});

const cannedOne = createRoute({
  getParentRoute: () => root,
  path: "/canned/$canned",
  component: lazyRouteComponent(() => withMore(() => import("./canned/CannedEditPage")), "CannedEditPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([home, inbox.addChildren([ticket]), outgoing, parked, knowledge, article, canned, cannedOne, settings, start]),
  defaultPreload: "intent",
  scrollRestoration: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
