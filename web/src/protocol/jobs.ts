import type { Dtype, Kind, Order, Warning } from "kprop";
import type { Report } from "../../../bench/runtimes/report.ts";
import type { NetworkSpec, NetworkSummary } from "./network-spec.ts";

/** What the page may ask a worker for: by name, the request, what is told on the way, and the result. */
export interface Jobs {
  open: Job<{ network: NetworkSpec }, never, NetworkSummary>;
  costs: Job<CostsRequest, MethodCost, null>;
  speed: Job<null, never, Speed>;
  race: Job<RaceRequest, RaceEvent, null>;
  inside: Job<InsideRequest, Progress, InsideResult>;
  spectrum: Job<SpectrumRequest, Progress, Spectrum>;
  tails: Job<TailsRequest, TailsEvent, null>;
  splitting: Job<SplittingRequest, Progress, SplitTail>;
  benchmark: Job<{ quick: boolean }, Progress, Report>;
}

interface Job<Request, Event, Result> {
  readonly request: Request;
  readonly event: Event;
  readonly result: Result;
}

export type JobName = keyof Jobs;

/** From the page: a job, or, before any, to begin threads. */
export type Call =
  | { [N in JobName]: { readonly name: N; readonly request: Jobs[N]["request"] } }[JobName]
  | { readonly name: "begin"; readonly request: null };

/** From the worker: any number of events, then a result or an error. */
export type Reply =
  | { readonly type: "begun" }
  | { readonly type: "event"; readonly event: Jobs[JobName]["event"] }
  | { readonly type: "result"; readonly result: Jobs[JobName]["result"] }
  | { readonly type: "error"; readonly error: Failure };

export interface Failure {
  /** A KpropError's code; null for anything else. */
  readonly code: string | null;
  readonly message: string;
}

export interface Method {
  readonly order: Order;
  readonly kind: Kind;
}

/** How far a job is. */
export interface Progress {
  readonly type: "progress";
  /** What is being done, in words. */
  readonly stage: string;
  /** From 0 to 1. */
  readonly done: number;
}

export interface CostsRequest {
  readonly network: NetworkSpec;
  readonly methods: readonly Method[];
  readonly dtype: Dtype;
  /** Whether every tracked cumulant is kept, as "Inside" needs. */
  readonly cumulants: boolean;
}

export interface MethodCost {
  readonly method: Method;
  readonly flops: number;
  readonly bytes: number;
  /** Whether WebAssembly's memory holds it. */
  readonly fits: boolean;
}

/** Operations per second, measured here. */
export interface Speed {
  readonly estimating: number;
  readonly sampling: number;
  readonly threads: number;
}

export interface RaceRequest {
  readonly network: NetworkSpec;
  /** Each with the seconds that it is expected to take. */
  readonly entries: readonly { readonly method: Method; readonly seconds: number }[];
  readonly dtype: Dtype;
  /** How long sampling goes on. */
  readonly samplingSeconds: number;
}

export type RaceEvent =
  | { readonly type: "started"; readonly method: Method | null }
  | { readonly type: "progress"; readonly method: Method; readonly done: number }
  | { readonly type: "estimated"; readonly estimated: Estimated }
  | { readonly type: "failed"; readonly method: Method; readonly error: Failure }
  | { readonly type: "sampled"; readonly sampled: Sampled }
  | { readonly type: "certified"; readonly certified: Certified };

/** The library's certificate of an estimate, as vnMSE. */
export interface Certified {
  readonly method: Method;
  readonly samples: number;
  /** The error is above this in 95 % of cases. */
  readonly lower: number;
  /** And below this. */
  readonly upper: number;
  readonly worthSamples: number;
}

export interface Estimated {
  readonly method: Method;
  readonly mean: Float64Array;
  readonly seconds: number;
  readonly flops: number;
  readonly bytes: number;
  readonly threads: number;
  readonly warnings: readonly Warning[];
  readonly unreliable: boolean;
}

/** All samples so far. */
export interface Sampled {
  readonly samples: number;
  readonly seconds: number;
  readonly flops: number;
  readonly mean: Float64Array;
  /** Unbiased. */
  readonly variance: Float64Array;
}

export interface InsideRequest {
  readonly network: NetworkSpec;
  readonly method: Method;
  readonly samples: number;
}

/** For each layer, of what it gives after its activation. */
export interface InsideResult {
  readonly layers: readonly LayerProfile[];
  readonly warnings: readonly Warning[];
  readonly samples: number;
}

export interface LayerProfile {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  readonly sampledMean: Float64Array;
  readonly sampledDeviation: Float64Array;
}

export interface SpectrumRequest {
  readonly network: NetworkSpec;
  /** From 0. */
  readonly layer: number;
}

export interface Spectrum {
  readonly layer: number;
  /** Eigenvalues of the pre-activation's covariance, largest first. */
  readonly eigenvalues: Float64Array;
}

/** One neuron's pre-activation. Layers and neurons count from 0. */
export interface Neuron {
  readonly network: NetworkSpec;
  readonly layer: number;
  readonly neuron: number;
}

export interface TailsRequest extends Neuron {
  readonly methods: readonly Method[];
  readonly dtype: Dtype;
  readonly samples: number;
  /** The grid of thresholds, in standard deviations from the mean. */
  readonly from: number;
  readonly to: number;
  readonly steps: number;
}

export type TailsEvent =
  | Progress
  | { readonly type: "sampled"; readonly sampled: SampledTail }
  | { readonly type: "curve"; readonly curve: TailCurve }
  | { readonly type: "failed"; readonly method: Method; readonly error: Failure };

export interface SampledTail {
  readonly samples: number;
  readonly seconds: number;
  readonly mean: number;
  readonly deviation: number;
  /** Length steps + 1. */
  readonly thresholds: Float64Array;
  /** How many samples lie above each. */
  readonly beyond: Float64Array;
}

/** What a method says of P(z > threshold), at each threshold. */
export interface TailCurve {
  readonly method: Method;
  readonly seconds: number;
  readonly probability: Float64Array;
  readonly logProbability: Float64Array;
  readonly warnings: readonly Warning[];
}

export interface SplittingRequest extends Neuron {
  readonly threshold: number;
  readonly samples: number;
}

export interface SplitTail {
  readonly threshold: number;
  readonly probability: number;
  readonly standardError: number;
  readonly samples: number;
  readonly seconds: number;
  readonly warnings: readonly Warning[];
}
