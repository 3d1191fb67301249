import { expect, test } from "vitest";
import { comboOf, showCombo } from "./combo";

const press = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {}) =>
  comboOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

test("letters are named without case and with shift", () => {
  expect(press("j")).toBe("j");
  expect(press("E", { shiftKey: true })).toBe("shift+e");
});

test("signs that need shift are named by the sign", () => {
  expect(press("?", { shiftKey: true })).toBe("?");
  expect(press("Enter", { ctrlKey: true, shiftKey: true })).toBe("mod+shift+enter");
});

test("control and command are the same", () => {
  expect(press("k", { metaKey: true })).toBe(press("k", { ctrlKey: true }));
});

test("presses with Alt and bare modifiers have no name", () => {
  expect(press("e", { altKey: true })).toBeNull();
  expect(press("Shift", { shiftKey: true })).toBeNull();
});

test("combinations are shown as on the keyboard", () => {
  expect(showCombo("mod+shift+enter", false)).toBe("Ctrl Shift Enter");
  expect(showCombo("mod+k", true)).toBe("⌘K");
});
