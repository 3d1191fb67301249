import { expect, test } from "vitest";
import { EMPTY, readDraft, writeDraft } from "./drafts";

function memory(): Storage {
  const map = new Map<string, string>();
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
    get length() {
      return map.size;
    },
  } as Storage;
}

test("a draft is found again for its ticket and agent only", () => {
  const keep = memory();
  const draft = { ...EMPTY, reply: "Hello" };
  expect(writeDraft(keep, "agt_1", "tkt_1", draft)).toBe(true);
  expect(readDraft(keep, "agt_1", "tkt_1")).toEqual(draft);
  expect(readDraft(keep, "agt_2", "tkt_1")).toEqual(EMPTY);
  expect(readDraft(keep, "agt_1", "tkt_2")).toEqual(EMPTY);
});

test("an empty draft leaves nothing behind", () => {
  const keep = memory();
  writeDraft(keep, "a", "t", { ...EMPTY, note: "x" });
  writeDraft(keep, "a", "t", { ...EMPTY, note: "  " });
  expect(keep.length).toBe(0);
});

test("what cannot be read or stored is no error", () => {
  const keep = memory();
  keep.setItem("lambdesk.draft.a.t", "{broken");
  expect(readDraft(keep, "a", "t")).toEqual(EMPTY);
  const full = memory();
  full.setItem = () => {
    throw new Error("full");
  };
  expect(writeDraft(full, "a", "t", { ...EMPTY, reply: "x" })).toBe(false);
});
