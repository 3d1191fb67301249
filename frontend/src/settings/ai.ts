// The settings of models as they are typed, and as they are sent. Invariant: an empty field is null, which means the usual.
import type { Schemas } from "../api/client";
import { dollars, microusd } from "../lib/money";

type Settings = Schemas["AiSettingsView"];
export type Provider = Schemas["ModelProvider"];

export interface Typed {
  enabled: "auto" | "on" | "off";
  provider: Provider | "";
  base_url: string;
  triage_model: string;
  draft_model: string;
  vision: boolean;
  team_language: string;
  budget: string;
  tokens: string;
  timeout: string;
}

export function typed(ai: Settings): Typed {
  return {
    enabled: ai.enabled == null ? "auto" : ai.enabled ? "on" : "off",
    provider: ai.provider ?? "",
    base_url: ai.base_url ?? "",
    triage_model: ai.triage_model ?? "",
    draft_model: ai.draft_model ?? "",
    vision: ai.vision,
    team_language: ai.team_language,
    budget: dollars(ai.daily_budget_microusd),
    tokens: ai.daily_budget_tokens == null ? "" : String(ai.daily_budget_tokens),
    timeout: String(ai.timeout_seconds),
  };
}

/** The change to send, or the field that cannot be read. */
export function patchOf(form: Typed): { patch: Schemas["PatchAiSettings"] } | { wrong: "budget" | "tokens" } {
  const budget = microusd(form.budget);
  if (budget !== null && Number.isNaN(budget)) return { wrong: "budget" };
  const tokens = form.tokens.trim();
  if (!/^\d*$/.test(tokens)) return { wrong: "tokens" };
  const text = (value: string) => value.trim() || null;
  return {
    patch: {
      enabled: form.enabled === "auto" ? null : form.enabled === "on",
      provider: form.provider || null,
      base_url: text(form.base_url),
      triage_model: text(form.triage_model),
      draft_model: text(form.draft_model),
      vision: form.vision,
      team_language: form.team_language.trim(),
      daily_budget_microusd: budget,
      daily_budget_tokens: tokens === "" ? null : Number(tokens),
      timeout_seconds: Number(form.timeout),
    },
  };
}

/** The share of the day's budget that is spent, 0 to 1; null without a budget. */
export function share(spent: number, limit: number | null | undefined): number | null {
  if (limit == null) return null;
  return limit === 0 ? 1 : Math.min(1, spent / limit);
}

type Embeddings = Settings["embeddings"];

/** Providers that give vectors. */
export const VECTOR_PROVIDERS: readonly Provider[] = ["openai", "bedrock", "compatible"];

export interface TypedEmbeddings {
  enabled: Typed["enabled"];
  provider: Provider | "";
  base_url: string;
  model: string;
  dimensions: string;
}

export function typedEmbeddings(now: Embeddings): TypedEmbeddings {
  return {
    enabled: now.enabled == null ? "auto" : now.enabled ? "on" : "off",
    provider: now.provider ?? "",
    base_url: now.base_url ?? "",
    model: now.model ?? "",
    dimensions: now.dimensions == null ? "" : String(now.dimensions),
  };
}

export function patchEmbeddings(form: TypedEmbeddings): Schemas["PatchEmbeddings"] {
  const text = (value: string) => value.trim() || null;
  return {
    enabled: form.enabled === "auto" ? null : form.enabled === "on",
    provider: form.provider || null,
    base_url: text(form.base_url),
    model: text(form.model),
    dimensions: form.dimensions.trim() === "" ? null : Number(form.dimensions),
  };
}
