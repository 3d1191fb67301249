// Tells the server where this agent is, and hears where the others are, as long as the page is looked at.
//
// Invariant: one question at a time; a failure makes the next one later, and a refusal the last one. Nothing of it is told.
import { api, Problem, take, type Schemas } from "../api/client";
import { followMoves, hear, type Place } from "./store";

type Answer = Schemas["WhoIsHereView"];
type Ask = (place: Place, leaving: boolean) => Promise<Answer>;

/** Somebody who runs through the list is where they stop. */
export const SETTLE_MS = 400;
const SLOWEST_MS = 5 * 60_000;
const AWAY: Place = { ticket: null, doing: "viewing" };

export interface Beat {
  moved: (place: Place) => void;
  /** The page is not looked at any more: leaves. */
  sleep: () => void;
  wake: () => void;
}

export function beat(start: Place, ask: Ask, told: typeof hear): Beat {
  let place = start;
  let every = 20_000;
  let failures = 0;
  let state: "awake" | "asleep" | "over" = "awake";
  let asking = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const plan = (wait: number) => {
    clearTimeout(timer);
    if (state === "awake") timer = setTimeout(() => void say(), wait);
  };
  const failed = (error: unknown, mine: Place) => {
    told([]);
    const refused = error instanceof Problem && [401, 403, 404, 405].includes(error.status);
    if (refused && error.status === 404 && mine.ticket !== null) {
      // The ticket is not there any more; who else is where can still be heard.
      if (place === mine) place = AWAY;
    } else if (refused) state = "over";
    failures += 1;
    plan(Math.min(SLOWEST_MS, every * 2 ** failures));
  };
  const say = async () => {
    if (asking) return;
    asking = true;
    const mine = place;
    try {
      const answer = await ask(mine, false);
      failures = 0;
      every = Math.max(5, answer.every_seconds) * 1_000;
      if (state === "awake") told(answer.present);
      plan(place === mine ? every : SETTLE_MS);
    } catch (error) {
      failed(error, mine);
    } finally {
      asking = false;
    }
  };
  plan(0);
  return {
    moved: (next) => {
      place = next;
      // While the server is in trouble a move waits for the next beat.
      if (failures === 0 && !asking) plan(SETTLE_MS);
    },
    sleep: () => {
      if (state !== "awake") return;
      state = "asleep";
      clearTimeout(timer);
      told([]);
      if (place.ticket !== null) void ask(AWAY, true).catch(() => undefined);
    },
    wake: () => {
      if (state !== "asleep") return;
      state = "awake";
      plan(failures === 0 ? 0 : every);
    },
  };
}

/** Begins to tell and hear; gives what ends it. */
export function begin(): () => void {
  let mine: Beat | null = null;
  const start = followMoves((place) => mine?.moved(place));
  const now = beat(start, tell, hear);
  mine = now;
  const look = () => (document.hidden ? now.sleep() : now.wake());
  look();
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pagehide", now.sleep);
  window.addEventListener("pageshow", look);
  return () => {
    now.sleep();
    document.removeEventListener("visibilitychange", look);
    window.removeEventListener("pagehide", now.sleep);
    window.removeEventListener("pageshow", look);
  };
}

function tell({ ticket, doing }: Place, leaving: boolean): Promise<Answer> {
  // The last word goes out although the page does not wait for it.
  return take(api.POST("/api/v1/presence", { body: { ticket, doing }, keepalive: leaving }));
}
