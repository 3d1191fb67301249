import { expect, test } from "vitest";
import type { Schemas } from "../api/client";
import { patchEmbeddings, patchOf, share, typed, typedEmbeddings } from "./ai";

const settings: Schemas["AiSettingsView"] = {
  enabled: null,
  provider: null,
  base_url: null,
  triage_model: null,
  draft_model: null,
  structured: null,
  context_tokens: null,
  vision: false,
  team_language: "en",
  daily_budget_microusd: 5_000_000,
  daily_budget_tokens: null,
  timeout_seconds: 25,
  embeddings: { enabled: null, provider: null, base_url: null, model: null, dimensions: null },
};

test("what is not changed is sent as it was", () => {
  expect(patchOf(typed(settings))).toEqual({
    patch: {
      enabled: null,
      provider: null,
      base_url: null,
      triage_model: null,
      draft_model: null,
      vision: false,
      team_language: "en",
      daily_budget_microusd: 5_000_000,
      daily_budget_tokens: null,
      timeout_seconds: 25,
    },
  });
});

test.each([
  [{ enabled: "on" }, { enabled: true }],
  [{ enabled: "off" }, { enabled: false }],
  [{ provider: "bedrock" }, { provider: "bedrock" }],
  [{ base_url: "  " }, { base_url: null }],
  [{ triage_model: " claude " }, { triage_model: "claude" }],
  [{ budget: "" }, { daily_budget_microusd: null }],
  [{ budget: "0" }, { daily_budget_microusd: 0 }],
  [{ tokens: "200000" }, { daily_budget_tokens: 200_000 }],
] as const)("typed %j is sent as %j", (part, sent) => {
  expect(patchOf({ ...typed(settings), ...part })).toMatchObject({ patch: sent });
});

test.each([
  [{ budget: "cheap" }, "budget"],
  [{ tokens: "1.5" }, "tokens"],
] as const)("typed %j is not sent", (part, wrong) => {
  expect(patchOf({ ...typed(settings), ...part })).toEqual({ wrong });
});

test.each([
  [1, null, null],
  [0, 0, 1],
  [25, 100, 0.25],
  [300, 100, 1],
])("of %d with a limit of %s the share is %s", (spent, limit, expected) => {
  expect(share(spent, limit)).toBe(expected);
});

test("settings of embeddings that are not changed are sent as they were", () => {
  const now = { enabled: true, provider: "compatible", base_url: "https://llm.example.com/v1", model: "m-1", dimensions: 256 } as const;
  expect(patchEmbeddings(typedEmbeddings(now))).toEqual(now);
  const nothing = { enabled: null, provider: null, base_url: null, model: null, dimensions: null };
  expect(patchEmbeddings(typedEmbeddings({}))).toEqual(nothing);
});
