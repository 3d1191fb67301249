import { expect, test } from "vitest";
import { ticket } from "../lib/fixtures";
import { collides, differences } from "./conflict";

const base = ticket({ id: "a", priority: "low", tags: ["x"] });

test("changes of different fields do not collide", () => {
  const now = ticket({ id: "a", priority: "low", tags: ["x"], status: "pending", version: 2 });
  expect(collides(base, now, { priority: "high" })).toBe(false);
});

test("changes of the same field collide unless they agree", () => {
  const now = ticket({ id: "a", priority: "urgent", tags: ["x"], version: 2 });
  expect(collides(base, now, { priority: "high" })).toBe(true);
  expect(collides(base, now, { priority: "urgent" })).toBe(false);
  expect(differences(base, now, { priority: "high" })).toEqual([
    { field: "priority", before: "low", theirs: "urgent", mine: "high" },
  ]);
});

test("tags are compared as a set", () => {
  const now = ticket({ id: "a", priority: "low", tags: ["y", "x"], version: 2 });
  expect(collides(base, now, { tags: ["x", "y"] })).toBe(false);
  expect(collides(base, now, { tags: ["x", "z"] })).toBe(true);
});
