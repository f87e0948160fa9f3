import type { Estimated, Method, Sampled } from "../protocol/jobs.ts";
import { methodKey, methodName } from "./methods.ts";
import { type Reference, vnMse } from "./reference.ts";

/** A mark of the chart and a row of its numbers. */
export interface RacePoint {
  readonly key: string;
  readonly label: string;
  readonly method: Method;
  readonly seconds: number;
  readonly flops: number;
  /** vnMSE. */
  readonly error: number;
  /** "expected": by the ladder of orders, since the reference rests on it or is no better. */
  readonly how: "measured" | "expected";
}

export interface SamplePoint {
  readonly samples: number;
  readonly seconds: number;
  readonly flops: number;
  readonly error: number;
}

export function estimatePoints(estimates: readonly Estimated[], reference: Reference): RacePoint[] {
  return estimates.map((estimated) => {
    const { method, seconds, flops } = estimated;
    const common = { key: methodKey(method), label: methodName(method), method, seconds, flops };
    if (estimated === reference.leader) return { ...common, error: reference.leaderError, how: "expected" };
    const error = vnMse(estimated.mean, reference.mean, reference.scale);
    if (error > reference.error) return { ...common, error, how: "measured" };
    return { ...common, error: Math.max(error, reference.leaderError), how: "expected" };
  });
}

/**
 * Against a known truth sampling's error is measured; without, it is what its standard error says, 1/N, which needs no
 * reference.
 */
export function samplePoints(sampled: readonly Sampled[], reference: Reference): SamplePoint[] {
  return sampled.map(({ samples, seconds, flops, mean }) => {
    const known = reference.leader === null;
    const error = known ? vnMse(mean, reference.mean, reference.scale) : 1 / samples;
    return { samples, seconds, flops, error };
  });
}

export interface Headline {
  readonly best: RacePoint;
  /** How many samples have the same error. */
  readonly worth: number;
  /** How many were drawn in the same time. */
  readonly meanwhile: number;
}

/** The best estimate beside what sampling reached in the same time. */
export function headlineOf(points: readonly RacePoint[], samples: readonly SamplePoint[]): Headline | null {
  const last = samples.at(-1);
  if (last === undefined || points.length === 0) return null;
  const best = points.toSorted((a, b) => a.error - b.error || a.seconds - b.seconds)[0]!;
  const rate = last.samples / last.seconds;
  return { best, worth: 1 / best.error, meanwhile: Math.max(1, rate * best.seconds) };
}
