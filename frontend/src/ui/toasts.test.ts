import { expect, test, vi } from "vitest";
import { changing, toast, undoLast } from "./toasts";

const offered = (text: string, run: () => void) => toast(text, { action: { label: "Undo", run } });

test("the newest change that has a way back is undone, each once", async () => {
  const [first, second] = [vi.fn(), vi.fn()];
  offered("one", first);
  offered("two", second);
  toast("no way back");
  await undoLast();
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
  await undoLast();
  await undoLast();
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1]);
});

test("a change on its way is waited for and undone, not the one before it", async () => {
  const [before, mine] = [vi.fn(), vi.fn()];
  const down = offered("before", before);
  let answer = () => {};
  const work = changing(async () => {
    await new Promise<void>((resolve) => (answer = resolve));
    offered("mine", mine);
  });
  const undone = undoLast();
  answer();
  await Promise.all([work, undone]);
  expect([before.mock.calls.length, mine.mock.calls.length]).toEqual([0, 1]);
  down();
});

test("when the change on its way fails, nothing else is undone", async () => {
  const before = vi.fn();
  const down = offered("before", before);
  let fail = () => {};
  const work = changing(() => new Promise<void>((_, reject) => (fail = () => reject(new Error("no")))));
  const undone = undoLast();
  fail();
  await expect(work).rejects.toThrow("no");
  await undone;
  expect(before).not.toHaveBeenCalled();
  down();
});
