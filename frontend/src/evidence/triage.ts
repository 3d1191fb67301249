// What triage found about a message, in the shape the API gives it.
import type { Priority, Schemas } from "../api/client";

export interface Reason {
  rule: string;
  points: number;
  text: string;
}

export interface Verdict {
  category: string;
  confidence: number;
  priority: Priority;
  priority_score: number;
  sentiment: Schemas["Sentiment"];
  language: string;
  assigned_team: string;
  next_action: string;
  why: readonly Reason[];
}

export interface Triage {
  message: string;
  decided_by: "rules" | "learned" | "model";
  rules: Verdict;
  model?: Verdict | null;
  disagrees: boolean;
  fallback?: string | null;
  suspicions: readonly string[];
  suggested_assignee?: string | null;
  assignment: string;
  at: string;
}
