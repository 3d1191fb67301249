import { expect, test } from "vitest";
import { fold } from "./fold";

test("history after the new part is folded and not lost", () => {
  const text = "Thanks!\n\nOn Monday Ann wrote:\n> Hello";
  const { fresh, folded } = fold(text, "Thanks!");
  expect(fresh).toBe("Thanks!");
  expect(fresh + folded).toBe(text);
});

test("a text without history is shown whole", () => {
  expect(fold("Thanks!\n", "Thanks!")).toEqual({ fresh: "Thanks!\n", folded: "" });
  expect(fold("Thanks!", null).folded).toBe("");
});

test("a new part that is not how the text begins folds nothing", () => {
  expect(fold("Dear team, hello", "hello").folded).toBe("");
  expect(fold("Dear team", "other words").fresh).toBe("Dear team");
});
