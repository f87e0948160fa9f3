import { batch, computed, effect, signal, untracked } from "@preact/signals";
import { METHODS, methodKey, USUAL } from "../model/methods.ts";
import { estimatePoints, headlineOf, samplePoints } from "../model/race-points.ts";
import { referenceOf } from "../model/reference.ts";
import { Cancelled, failureOf } from "../protocol/client.ts";
import type { Certified, Estimated, Failure, Method, RaceEvent, Sampled, Speed } from "../protocol/jobs.ts";
import { costs, planned, spec, summary } from "./network.ts";
import { view } from "./view.ts";
import { runner } from "./workers.ts";

/** Methods that take longer are not entered unasked, in seconds. */
const QUICK = 3;

/** Operations per second that any laptop does: says what is quick before that is measured. */
const MODEST = 4e9;

export const speed = signal<Speed | null>(null);
/** Operations per second of methods that ran, by key. */
const rates = signal<ReadonlyMap<string, number>>(new Map());

export const estimates = signal<readonly Estimated[]>([]);
export const sampled = signal<readonly Sampled[]>([]);
/** Of the best estimate, once the race is over. */
export const certified = signal<Certified | null>(null);
export const failures = signal<ReadonlyMap<string, Failure>>(new Map());
export const failure = signal<Failure | null>(null);

/** What runs now; `method` null: sampling. */
export interface Running {
  readonly method: Method | null;
  /** Of the method, from 0 to 1. */
  readonly done: number;
  readonly since: number;
}
export const running = signal<Running | null>(null);

/** What was expected of the methods when the race began. */
const promised = signal<ReadonlyMap<string, number>>(new Map());

/** Seconds that a method was expected to take before it ran, or else will be. */
export function promisedSeconds(key: string): number | null {
  return promised.value.get(key) ?? expectedSeconds(key);
}

/** Seconds that a method will take here; null until it is known. */
export function expectedSeconds(key: string): number | null {
  const cost = costs.value.get(key);
  if (cost === undefined || speed.value === null) return null;
  return cost.flops / (rates.value.get(key) ?? speed.value.estimating);
}

/** The same, or what a modest machine would take. */
function likelySeconds(key: string): number {
  return expectedSeconds(key) ?? costs.value.get(key)!.flops / MODEST;
}

/** Whether it is known what the race will take: FLOPs and bytes. */
export const ready = computed(() => {
  const asked = view.value.methods ?? [...USUAL];
  return summary.value !== null && (planned.value || asked.every((key) => costs.value.has(key)));
});
/** Whether other work may begin, and be told how long it takes. */
export const settled = computed(() => ready.value && speed.value !== null);

/** Methods in the race. */
export const entered = computed<readonly string[]>(() => {
  const fitting = METHODS.map(methodKey).filter((key) => costs.value.get(key)?.fits);
  const { methods } = view.value;
  if (methods !== null) return fitting.filter((key) => methods.includes(key));
  return fitting.filter((key) => USUAL.has(key) && likelySeconds(key) <= QUICK);
});

export const reference = computed(() =>
  referenceOf(estimates.value, sampled.value.at(-1), summary.value?.truth ?? null),
);
export const points = computed(() => reference.value && estimatePoints(estimates.value, reference.value));
export const samples = computed(() => reference.value && samplePoints(sampled.value, reference.value));
export const headline = computed(
  () => points.value && samples.value && headlineOf(points.value, samples.value),
);

/** Seconds to go of all that was entered; null when nothing runs. */
export const secondsLeft = computed(() => {
  const now = running.value;
  if (now === null) return null;
  const finished = new Set([
    ...estimates.value.map(({ method }) => methodKey(method)),
    ...failures.value.keys(),
  ]);
  const current = now.method === null ? null : methodKey(now.method);
  const methods = entered.value
    .filter((key) => !finished.has(key))
    .reduce((sum, key) => sum + (expectedSeconds(key) ?? 0) * (key === current ? 1 - now.done : 1), 0);
  return methods + Math.max(0, view.value.seconds - (sampled.value.at(-1)?.seconds ?? 0));
});

export async function start(): Promise<void> {
  clear();
  const entries = entered.value.map((key) => ({
    method: costs.value.get(key)!.method,
    seconds: likelySeconds(key),
  }));
  promised.value = new Map(entries.map(({ method, seconds }) => [methodKey(method), seconds]));
  const { dtype, seconds: samplingSeconds } = view.value;
  running.value = { method: null, done: 0, since: performance.now() };
  try {
    await runner.run("race", { network: spec.value, entries, dtype, samplingSeconds }, hear);
  } catch (error) {
    if (!(error instanceof Cancelled)) failure.value = failureOf(error);
  }
  running.value = null;
  if (speed.value === null) void measureSpeed();
}

export function stop(): void {
  if (running.value !== null) runner.cancel();
}

function clear(): void {
  batch(() => {
    estimates.value = [];
    sampled.value = [];
    certified.value = null;
    failures.value = new Map();
    promised.value = new Map();
    failure.value = null;
  });
}

function hear(event: RaceEvent): void {
  if (event.type === "started") running.value = { method: event.method, done: 0, since: performance.now() };
  else if (event.type === "progress") running.value = { ...running.value!, done: event.done };
  else if (event.type === "sampled") sampled.value = [...sampled.value, event.sampled];
  else if (event.type === "certified") certified.value = event.certified;
  else if (event.type === "failed")
    failures.value = new Map(failures.value).set(methodKey(event.method), event.error);
  else learn(event.estimated);
}

/** A clock of whole milliseconds says little of what takes less than a few. */
const TELLING = 0.003;

function learn(estimated: Estimated): void {
  estimates.value = [...estimates.value, estimated];
  const { method, flops, seconds } = estimated;
  if (seconds >= TELLING) rates.value = new Map(rates.value).set(methodKey(method), flops / seconds);
}

/** A new network's race begins by itself where it is quick. */
let raced: unknown = null;
effect(() => {
  const [network, isReady] = [spec.value, ready.value];
  untracked(() => {
    if (network !== raced && summary.value === null) {
      stop();
      clear();
    }
    if (!isReady || network === raced) return;
    raced = network;
    const total = entered.value.reduce((sum, key) => sum + likelySeconds(key), 0);
    if (view.value.tab === "race" && total <= 3 * QUICK) void start();
    else if (speed.value === null) void measureSpeed();
  });
});

/** Measures this browser, which takes a fifth of a second; a race that begins meanwhile comes first. */
async function measureSpeed(): Promise<void> {
  try {
    speed.value = await runner.run("speed", null);
  } catch (error) {
    if (!(error instanceof Cancelled)) failure.value = failureOf(error);
  }
}
