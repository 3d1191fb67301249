import { afterEach, beforeEach, expect, test, vi } from "vitest";

vi.stubGlobal("window", { location: { origin: "http://desk.test" } });
const { beat, SETTLE_MS } = await import("./beat");
const { Problem } = await import("../api/client");
const { hear, presentAt } = await import("./store");
type Place = import("./store").Place;

const at = (ticket: string | null, doing: Place["doing"] = "viewing"): Place => ({ ticket, doing });
const anna = { agent: "agt_1", name: "Anna", ticket: "tkt_1", doing: "viewing" as Place["doing"], seen_at: "2026-11-20T10:00:00Z" };

let asked: Place[];
let heard: readonly unknown[];
let answer: () => Promise<{ present: (typeof anna)[]; every_seconds: number }>;
const ask = (place: Place) => {
  asked.push(place);
  return answer();
};
const start = (place = at("tkt_1")) => beat(place, ask, (all) => (heard = all));
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  heard = [];
  answer = () => Promise.resolve({ present: [anna], every_seconds: 20 });
});
afterEach(() => vi.useRealTimers());

test("it says where one is again as often as the server wants", async () => {
  start();
  await pass(1);
  expect(asked).toEqual([at("tkt_1")]);
  expect(heard).toEqual([anna]);
  await pass(19_000);
  expect(asked).toHaveLength(1);
  await pass(1_100);
  expect(asked).toHaveLength(2);
});

test("who runs through the list is told where they stop", async () => {
  const mine = start();
  await pass(1);
  for (const ticket of ["tkt_2", "tkt_3", "tkt_4"]) {
    mine.moved(at(ticket));
    await pass(100);
  }
  await pass(SETTLE_MS);
  expect(asked).toEqual([at("tkt_1"), at("tkt_4")]);
});

test("a move while an answer is on its way is told after it", async () => {
  let done: () => void = () => undefined;
  answer = () => new Promise((resolve) => (done = () => resolve({ present: [], every_seconds: 20 })));
  const mine = start();
  await pass(1);
  mine.moved(at("tkt_2", "writing"));
  await pass(2 * SETTLE_MS);
  expect(asked).toHaveLength(1);
  done();
  await pass(SETTLE_MS + 1);
  expect(asked).toEqual([at("tkt_1"), at("tkt_2", "writing")]);
});

test("a failure shows nobody and makes the next question later", async () => {
  const mine = start();
  await pass(1);
  answer = () => Promise.reject(new Problem(500, {}));
  await pass(20_000);
  expect(heard).toEqual([]);
  const before = asked.length;
  mine.moved(at("tkt_2"));
  await pass(39_000);
  expect(asked).toHaveLength(before);
  answer = () => Promise.resolve({ present: [anna], every_seconds: 20 });
  await pass(1_100);
  expect(asked.at(-1)).toEqual(at("tkt_2"));
  expect(heard).toEqual([anna]);
});

test.each([401, 403, 405])("a refusal with %d is the last question", async (status) => {
  answer = () => Promise.reject(new Problem(status, {}));
  const mine = start();
  await pass(1);
  mine.moved(at("tkt_2"));
  await pass(3_600_000);
  expect(asked).toHaveLength(1);
});

test("a ticket that is gone does not end it, a missing route does", async () => {
  answer = () => Promise.reject(new Problem(404, {}));
  start();
  await pass(1);
  await pass(40_001);
  expect(asked).toEqual([at("tkt_1"), at(null)]);
  await pass(3_600_000);
  expect(asked).toHaveLength(2);
});

test("a page that is not looked at leaves, says nothing, and comes back at once", async () => {
  const mine = start();
  await pass(1);
  mine.sleep();
  expect(heard).toEqual([]);
  await pass(60_000);
  expect(asked).toEqual([at("tkt_1"), at(null)]);
  mine.wake();
  await pass(1);
  expect(asked.at(-1)).toEqual(at("tkt_1"));
});

test("a ticket at which nothing changed keeps its list", () => {
  hear([anna]);
  const before = presentAt("tkt_1");
  hear([{ ...anna, seen_at: "2026-11-20T10:00:20Z" }, { ...anna, ticket: "tkt_2", agent: "agt_2" }]);
  expect(presentAt("tkt_1")).toBe(before);
  expect(presentAt("tkt_2")).toHaveLength(1);
  hear([{ ...anna, doing: "writing" }]);
  expect(presentAt("tkt_1")).not.toBe(before);
});
