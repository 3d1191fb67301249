// The addresses of the app. A page of its own is one folder and one route here.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { InboxPage } from "./inbox/InboxPage";
import { isQueue, readSearch } from "./inbox/queues";
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
  component: lazyRouteComponent(() => import("./operations/OutgoingPage"), "OutgoingPage"),
});

const parked = createRoute({
  getParentRoute: () => root,
  path: "/parked",
  component: lazyRouteComponent(() => import("./operations/ParkedPage"), "ParkedPage"),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings/{-$section}",
  component: lazyRouteComponent(() => import("./settings/SettingsPage"), "SettingsPage"),
});

const start = createRoute({
  getParentRoute: () => root,
  path: "/start",
  component: lazyRouteComponent(() => import("./guide/StartPage"), "StartPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([home, inbox.addChildren([ticket]), outgoing, parked, settings, start]),
  defaultPreload: "intent",
  scrollRestoration: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
