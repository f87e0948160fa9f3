import { randomNetwork } from "../../src/index.ts";
import type { Network } from "../../src/network/network.ts";
import { readNetwork } from "../../src/network/read.ts";
import type { RandomNetworkOptions } from "../../src/sampling/random-plan.ts";
import type { Row } from "../framework/experiment.ts";

/** A network that is measured. */
export interface Subject {
  /** Unique among all networks of all experiments. */
  readonly name: string;
  /** What its rows say of it. */
  readonly facts: Row;
  /** Hidden layers and their width, from which costs are foretold. */
  readonly size: Size;
  readonly load: () => Promise<Network>;
  /** A file with a truth of its own (see `readTruth`), of more samples than are drawn here. */
  readonly known?: { readonly file: string; readonly samples: number };
}

export interface Size {
  readonly width: number;
  readonly depth: number;
}

/** What random networks here are drawn from: one width, named activations. */
export interface RandomSubject extends Size {
  readonly activation: string;
  readonly seed: number;
  readonly initialisation?: RandomNetworkOptions["initialisation"];
}

/** A random network: He initialisation unless told otherwise. */
export function randomSubject({
  activation,
  width,
  depth,
  seed,
  initialisation = "he",
}: RandomSubject): Subject {
  const law = initialisation === "he" ? "" : ` ${initialisation}`;
  return {
    name: `${activation}${law} ${width}x${depth} seed ${seed}`,
    facts: { activation, width, depth, seed },
    size: { width, depth },
    load: once(() => randomNetwork({ activation, width, depth, seed, initialisation })),
  };
}

/** The test network, drawn from the same law as random ReLU networks of its size, with 2^26 samples' truth. */
export const HE_RELU: Subject = {
  name: "he-relu-256x4",
  facts: { activation: "relu", width: 256, depth: 4, seed: "file" },
  size: { width: 256, depth: 4 },
  load: once(() => readNetwork("test/networks/he-relu-256x4.safetensors", { activation: "relu" })),
  known: { file: "test/networks/he-relu-256x4.truth.json", samples: 2 ** 26 },
};

/** Makes something at the first call and gives it at every one. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
