import { expect, test } from "vitest";
import { ticket } from "../lib/fixtures";
import { belongs, countsOf, question, readSearch, shown } from "./queues";

test("a filter replaces what the queue says about the same thing", () => {
  expect(question("open", { status: "resolved" }).status).toBe("resolved");
  expect(question("mine", { team: "finance", q: "x" })).toMatchObject({ assignee: "me", assigned_team: "finance", q: "x" });
});

test("a resolved ticket leaves the open queue and a held one every queue but quarantine", () => {
  const query = question("open", {});
  expect(belongs(ticket({ id: "a" }), query, null)).toBe(true);
  expect(belongs(ticket({ id: "a", status: "resolved" }), query, null)).toBe(false);
  const held = ticket({ id: "a", quarantine: "spam" });
  expect(belongs(held, query, null)).toBe(false);
  expect(belongs(held, question("quarantine", {}), null)).toBe(true);
});

test("mine and unassigned look at the assignee", () => {
  const taken = ticket({ id: "a", assignee: "agt_1" });
  expect(belongs(taken, question("mine", {}), "agt_1")).toBe(true);
  expect(belongs(taken, question("mine", {}), "agt_2")).toBe(false);
  expect(belongs(taken, question("unassigned", {}), "agt_1")).toBe(false);
  expect(belongs(taken, question("all", { assignee: "agt_1" }), null)).toBe(true);
});

const exact = (count: number) => ({ count, capped: false });
const view = {
  active: exact(9),
  open: { count: 1000, capped: true },
  unassigned: exact(5),
  needs_triage: exact(2),
  disagreed: exact(1),
  waiting: exact(0),
  quarantine: exact(3),
};

test("the counts of the API stand at the queues they are of, and null stands nowhere", () => {
  const counts = countsOf({ ...view, mine: null, undelivered: null });
  expect(Object.keys(counts).sort()).toEqual(["disagreed", "open", "quarantine", "triage", "unassigned", "waiting"]);
  expect(counts.triage).toEqual(exact(2));
  expect(countsOf({ ...view, mine: exact(4), undelivered: exact(6) })).toMatchObject({ mine: exact(4), undelivered: exact(6) });
});

test.each([
  [{ count: 1000, capped: true }, "1000+"],
  [{ count: 0, capped: true }, "0+"],
  [exact(7), "7"],
  [exact(0), ""],
  [undefined, ""],
])("the count %j is shown as %j", (count, text) => {
  expect(shown(count)).toBe(text);
});

test("an address keeps known filters only", () => {
  expect(readSearch({ q: " 42 ", status: "odd", priority: "high", other: 1, tag: 7 })).toEqual({
    q: "42",
    priority: "high",
    tag: "7",
  });
});
