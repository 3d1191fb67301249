import { expect, test } from "vitest";
import { ticket } from "../lib/fixtures";
import { merge, neighbour, range, successor } from "./merge";

const rows = [ticket({ id: "a" }), ticket({ id: "b" }), ticket({ id: "c" })];

test("a changed row changes in place and does not move", () => {
  const head = [ticket({ id: "c", version: 2, subject: "New" }), ticket({ id: "a" })];
  const { rows: merged, waiting } = merge(rows, head);
  expect(merged.map((row) => row.id)).toEqual(["a", "b", "c"]);
  expect(merged[2]?.subject).toBe("New");
  expect(waiting).toBe(0);
});

test("new tickets and new messages wait to be asked for", () => {
  const head = [ticket({ id: "n" }), ticket({ id: "b", version: 3, public_count: 2 })];
  expect(merge(rows, head).waiting).toBe(2);
});

test("a row that does not belong any more waits to leave, and one that never belonged is no news", () => {
  const head = [ticket({ id: "b", version: 2, status: "resolved" }), ticket({ id: "n", status: "resolved" })];
  const merged = merge(rows, head, (one) => one.status === "open");
  expect(merged.rows.map((row) => row.status)).toEqual(["open", "resolved", "open"]);
  expect(merged.waiting).toBe(1);
});

test("an older answer never replaces a newer row", () => {
  const now = [ticket({ id: "a", version: 5, subject: "Mine" })];
  expect(merge(now, [ticket({ id: "a", version: 4, subject: "Old" })]).rows[0]?.subject).toBe("Mine");
});

test("moving stops at the ends", () => {
  const ids = ["a", "b", "c"];
  expect(neighbour(ids, null, 1)).toBe("a");
  expect(neighbour(ids, "c", 1)).toBe("c");
  expect(neighbour(ids, "a", -1)).toBe("a");
  expect(neighbour([], "a", 1)).toBeNull();
});

test("a step from a row that left starts at its gap", () => {
  const ids = ["a", "b", "d"];
  expect(neighbour(ids, "c", 1, 2)).toBe("d");
  expect(neighbour(ids, "c", -1, 2)).toBe("b");
  expect(neighbour(ids, "e", 1, 3)).toBe("d");
});

test("after a row leaves, the next one is taken, then the one before", () => {
  expect(successor(["a", "b"], "a")).toBe("b");
  expect(successor(["a", "b"], "b")).toBe("a");
  expect(successor(["a"], "a")).toBeNull();
});

test("a range works in both directions", () => {
  expect(range(["a", "b", "c"], "c", "b")).toEqual(["b", "c"]);
  expect(range(["a"], "gone", "a")).toEqual(["a"]);
});
