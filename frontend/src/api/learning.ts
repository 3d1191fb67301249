// What the app asks and changes of what triage learned from settled tickets.
import { queryOptions } from "@tanstack/react-query";
import { api, once, Problem, take, type Schemas } from "./client";
import { client } from "./commands";

export type Learned = Schemas["LearnedView"];
export type Report = Schemas["ReportView"];

/** What was learned; null when nothing was. */
export const learnedQuery = queryOptions({
  queryKey: ["learned"],
  queryFn: () => unless404(take(api.GET("/api/v1/triage/learned"))),
});

/** How far models are believed; null when that was not measured yet. */
export const calibrationQuery = queryOptions({
  queryKey: ["calibration"],
  queryFn: () => unless404(take(api.GET("/api/v1/triage/calibration"))),
});

async function unless404<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}

export async function measure(): Promise<Schemas["MeasuredView"]> {
  const measured = await take(api.POST("/api/v1/triage/calibration", { params: { header: once() }, body: {} }));
  client.setQueryData(calibrationQuery.queryKey, measured);
  return measured;
}

export async function learn(): Promise<Learned> {
  const learned = await take(api.POST("/api/v1/triage/learned", { params: { header: once() }, body: {} }));
  return used(learned);
}

export async function forget(): Promise<void> {
  await take(api.DELETE("/api/v1/triage/learned"));
  used(null);
}

/** Which layer judges stands in the settings, which have a new version by it. */
function used<T extends Learned | null>(layer: T): T {
  client.setQueryData<Learned | null>(learnedQuery.queryKey, layer);
  void client.invalidateQueries({ queryKey: ["organisation"] });
  return layer;
}

/** Judges past tickets again; changes nothing. */
export async function backtest(): Promise<Schemas["BacktestView"]> {
  return take(api.GET("/api/v1/triage/backtest"));
}
