import type { Dtype } from "kprop";
import { methodOf } from "../model/methods.ts";
import type { Initialisation, RandomSpec } from "../protocol/network-spec.ts";

export const TABS = ["race", "inside", "rare", "browser"] as const;
export type Tab = (typeof TABS)[number];

export const WIDTHS = [8, 16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024];
export const MOST_DEPTH = 64;

/** What is looked at, and how. */
export interface View {
  readonly network: RandomSpec;
  readonly tab: Tab;
  readonly axis: "seconds" | "flops";
  readonly dtype: Dtype;
  /** How long sampling goes on. */
  readonly seconds: number;
  /** Keys of the methods in the race; null: what is quick. */
  readonly methods: readonly string[] | null;
  /** The order of what "Inside" predicts. */
  readonly order: number;
  /** From 0; null: the last. */
  readonly layer: number | null;
  readonly neuron: number;
  /** In standard deviations above the mean. */
  readonly threshold: number;
  /** Of one neuron, for its tail. */
  readonly samples: number;
  /** Whether the benchmark takes one round: to see that it works, not how fast. */
  readonly quick: boolean;
}

export const DEFAULT_VIEW: View = {
  network: { source: "random", width: 256, depth: 4, activation: "relu", initialisation: "he", seed: 1 },
  tab: "race",
  axis: "seconds",
  dtype: "f32",
  seconds: 2,
  methods: null,
  order: 2,
  layer: null,
  neuron: 0,
  threshold: 4,
  samples: 200_000,
  quick: false,
};

const INITIALISATIONS: readonly Initialisation[] = ["he", "critical"];

/** A link may hold anything: what it does not say, or says wrongly, is as by default. */
export function parseView(hash: string): View {
  const found = new URLSearchParams(hash.replace(/^#/, ""));
  const { network, ...rest } = DEFAULT_VIEW;
  const whole = (name: string, otherwise: number, least: number, most: number) => {
    const value = Number(found.get(name) ?? Number.NaN);
    return Number.isSafeInteger(value) && value >= least && value <= most ? value : otherwise;
  };
  const real = (name: string, otherwise: number, least: number, most: number) => {
    const value = Number(found.get(name) ?? Number.NaN);
    return value >= least && value <= most ? value : otherwise;
  };
  const one = <T extends string>(name: string, allowed: readonly T[], otherwise: T) =>
    allowed.find((value) => value === found.get(name)) ?? otherwise;
  const methods = found
    .get("methods")
    ?.split(",")
    .filter((key) => methodOf(key) !== undefined);
  return {
    network: {
      source: "random",
      width: whole("width", network.width, 1, 1024),
      depth: whole("depth", network.depth, 0, MOST_DEPTH),
      activation: found.get("activation") ?? network.activation,
      initialisation: one("initialisation", INITIALISATIONS, network.initialisation),
      seed: whole("seed", network.seed, 0, Number.MAX_SAFE_INTEGER),
    },
    tab: one("tab", TABS, rest.tab),
    axis: one("axis", ["seconds", "flops"], rest.axis),
    dtype: one("dtype", ["f32", "f64"], rest.dtype),
    seconds: real("seconds", rest.seconds, 0.1, 3600),
    methods: methods ?? rest.methods,
    order: whole("order", rest.order, 1, 3),
    layer: found.has("layer") ? whole("layer", 0, 1, 1e6) - 1 : null,
    neuron: whole("neuron", rest.neuron + 1, 1, 1e6) - 1,
    threshold: real("threshold", rest.threshold, 0, 8),
    samples: whole("samples", rest.samples, 1000, 10_000_000),
    quick: found.get("quick") === "true",
  };
}

/** Layers and neurons count from 1 where people see them. */
export function viewText(view: View): string {
  const { network, methods, layer, neuron, ...rest } = view;
  const { source: _, ...drawn } = network;
  const { network: usual, ...usualRest } = DEFAULT_VIEW;
  const text = new URLSearchParams();
  const put = (name: string, value: unknown, otherwise: unknown) => {
    if (value !== otherwise) text.set(name, String(value));
  };
  for (const [name, value] of Object.entries(drawn)) put(name, value, usual[name as keyof RandomSpec]);
  for (const [name, value] of Object.entries(rest)) put(name, value, usualRest[name as keyof typeof rest]);
  if (methods !== null) text.set("methods", methods.join(","));
  if (layer !== null) text.set("layer", String(layer + 1));
  put("neuron", neuron + 1, 1);
  return text.toString().replaceAll("%2C", ",");
}
