import { expect, test } from "vitest";
import { ticket } from "../lib/fixtures";
import { each } from "./bulk";

const rows = ["a", "b", "c", "d", "e", "f"].map((id) => ticket({ id }));

test("a ticket that refuses does not stop the others, and is known", async () => {
  const { done, refused } = await each(rows, (one) =>
    one.id === "b" ? Promise.reject(new Error("no")) : Promise.resolve({ ...one, version: 2 }),
  );
  expect(done.map(({ before }) => before.id).sort()).toEqual(["a", "c", "d", "e", "f"]);
  expect(done.every(({ before, after }) => before.version === 1 && after.version === 2)).toBe(true);
  expect(refused.map((one) => one.id)).toEqual(["b"]);
});

test("every ticket is changed once, a few at a time", async () => {
  let now = 0;
  let most = 0;
  const seen: string[] = [];
  await each(rows, async (one) => {
    now += 1;
    most = Math.max(most, now);
    seen.push(one.id);
    await Promise.resolve();
    now -= 1;
    return one;
  });
  expect(seen.sort()).toEqual(["a", "b", "c", "d", "e", "f"]);
  expect(most).toBe(4);
});
