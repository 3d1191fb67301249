import { expect, test } from "vitest";
import { trustOf } from "./trust";

test("only an aligned sender is verified", () => {
  expect(trustOf({ dmarc: "PASS", spf: "FAIL" })).toBe("verified");
  expect(trustOf({ spf: "PASS", dkim: "PASS" })).toBe("unverified");
  expect(trustOf({ dmarc: "GRAY" })).toBe("unverified");
});

test("a customer known from forwarded text is never verified", () => {
  expect(trustOf({ dmarc: "PASS" }, "forwarded_block")).toBe("unverified");
  expect(trustOf({ dmarc: "PASS" }, "header_from")).toBe("verified");
});

test("a corrected sender is not vouched for by the checks of who sent the mail", () => {
  expect(trustOf({ dmarc: "PASS" }, "agent")).toBe("unverified");
  expect(trustOf({ dmarc: "FAIL" }, "agent")).toBe("failed");
});

test("a failed check is never verified", () => {
  expect(trustOf({ dmarc: "FAIL" })).toBe("failed");
  expect(trustOf({ dmarc: "PASS", spam: "FAIL" })).toBe("failed");
});

test("without checks nothing is known", () => {
  expect(trustOf({})).toBe("unknown");
});
