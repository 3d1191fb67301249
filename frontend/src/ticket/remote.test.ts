import { expect, test } from "vitest";
import { asData, fetchAll } from "./remote";

const image = (size = 3) => new Blob([new Uint8Array(size)], { type: "image/png" });

test("an image becomes data of its own kind, and nothing else does", async () => {
  expect(await asData(new Blob(["abc"], { type: "image/png" }))).toBe("data:image/png;base64,YWJj");
  expect(await asData(new Blob(["<script>"], { type: "text/html" }))).toBeNull();
  expect(await asData(new Blob(["abc"], { type: 'image/png"onload=' }))).toBeNull();
});

test("one that cannot be had costs only itself", async () => {
  const found = await fetchAll(["a", "b", "c"], (address) => (address === "b" ? Promise.reject(new Error("gone")) : Promise.resolve(image())));
  expect([...found].map(([address, data]) => [address, data !== null])).toEqual([["a", true], ["b", false], ["c", true]]);
});

test("a few are asked for at once, and not more than a mail may have", async () => {
  let now = 0;
  let most = 0;
  let asked = 0;
  const addresses = Array.from({ length: 130 }, (_, index) => `a${index}`);
  const found = await fetchAll(addresses, async () => {
    now += 1;
    asked += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve, 0));
    now -= 1;
    return image();
  });
  expect(most).toBe(4);
  expect(asked).toBe(100);
  expect(found.size).toBe(130);
  expect(found.get("a129")).toBeNull();
});

test("together they have a bound", async () => {
  const found = await fetchAll(["a", "b", "c"], () => Promise.resolve(image(10)), 25);
  expect([...found.values()].filter((data) => data !== null)).toHaveLength(2);
});
