import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { policy } from "../policy.ts";

test("the template serves the app with the policy it is built for", () => {
  const template = readFileSync(new URL("../../template.yaml", import.meta.url), "utf8");
  const bucket = "https://${AWS::StackName}-mail-${AWS::AccountId}-${AWS::Region}.s3.${AWS::Region}.${AWS::URLSuffix}";
  const wanted = policy(bucket);
  expect(template.includes(wanted), `template.yaml, AppHeaders: the policy must be\n${wanted}`).toBe(true);
});

test("scripts come from the app alone, nothing inline, and nobody frames it", () => {
  const rules = new Map(policy("https://files.example").split("; ").map((rule) => [rule.split(" ")[0], rule.split(" ").slice(1).join(" ")]));
  expect(rules.get("default-src")).toBe("'none'");
  expect(rules.get("script-src")).toBe("'self'");
  expect(rules.get("frame-ancestors")).toBe("'none'");
  expect(rules.get("connect-src")).toBe("'self' https://files.example");
  expect(rules.get("require-trusted-types-for")).toBe("'script'");
});
