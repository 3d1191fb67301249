import { expect, test } from "vitest";
import { moments, readMoment } from "./later";

const named = (now: Date) => moments(now).map(({ name, at }) => `${name} ${at.getDate()}. ${at.getHours()}:00`);

test("on a Friday morning: this evening, tomorrow, Monday", () => {
  expect(named(new Date(2026, 10, 20, 9, 30))).toEqual(["evening 20. 18:00", "tomorrow 21. 8:00", "monday 23. 8:00"]);
});

test("in the evening there is no evening left, and on a Sunday tomorrow is Monday", () => {
  expect(named(new Date(2026, 10, 20, 19))).toEqual(["tomorrow 21. 8:00", "monday 23. 8:00"]);
  expect(named(new Date(2026, 10, 22, 19))).toEqual(["tomorrow 23. 8:00"]);
  expect(named(new Date(2026, 10, 23, 19))).toEqual(["tomorrow 24. 8:00", "monday 30. 8:00"]);
});

test("only a moment ahead, within 90 days, is taken", () => {
  const now = new Date(2026, 10, 20, 9);
  expect(readMoment("2026-11-21T08:00", now)).toEqual(new Date(2026, 10, 21, 8));
  for (const typed of ["", "nonsense", "2026-11-20T08:59", "2027-03-01T08:00"]) expect(readMoment(typed, now)).toBeNull();
});
