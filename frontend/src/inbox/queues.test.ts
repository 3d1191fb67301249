import { expect, test } from "vitest";
import { ticket } from "../lib/fixtures";
import { belongs, question, readSearch, shown, tally } from "./queues";

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

test("counts from an incomplete page say that there may be more", () => {
  const list = [ticket({ id: "a" }), ticket({ id: "b", status: "waiting_on_customer" })];
  const counts = tally(list, true, null);
  expect(counts.open).toEqual({ count: 1, more: true });
  expect(shown(counts.waiting)).toBe("1+");
  expect(shown({ count: 0, more: false })).toBe("");
  expect(shown({ count: 7, more: false })).toBe("7");
});

test("an address keeps known filters only", () => {
  expect(readSearch({ q: " 42 ", status: "odd", priority: "high", other: 1, tag: 7 })).toEqual({
    q: "42",
    priority: "high",
    tag: "7",
  });
});
