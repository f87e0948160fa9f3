import { Arena } from "../../backend/arena.ts";
import type { Kernels } from "../../backend/instance.ts";
import type { Engine } from "../../engine/engine.ts";
import { samplingKernels } from "../../sampling/kernels.ts";

/** What a machine takes, in seconds. */
export interface Speed {
  /** FLOPs a second of matrix products among other work, f32 on one thread. */
  readonly flops: number;
  /** An operation of a plan beside its FLOPs. */
  readonly operation: number;
  /** To plan one operation. */
  readonly plan: number;
  /** Bounds from samples. */
  readonly certificate: number;
}

/** A product of this size is timed, the fastest of some. */
const SIZE = 96;
const ROUNDS = 5;

/** What an estimate's other work leaves of a bare product's rate. */
const SHARE = 0.5;

/** In FLOPs of a bare product: what JavaScript takes, which is faster on faster machines. */
const OPERATION = 2e5;
const PLAN = 1.2e6;
const CERTIFICATE = 6e8;

const known = new WeakMap<Engine, Promise<Speed>>();

/** This machine's speed, measured once for each engine: a few milliseconds. */
export function speedOf(engine: Engine): Promise<Speed> {
  const measured = known.get(engine) ?? engine.withKernels("strict", async (kernels) => measure(kernels));
  known.set(engine, measured);
  measured.catch(() => known.delete(engine));
  return measured;
}

function measure(kernels: Kernels): Speed {
  const arena = new Arena(kernels);
  const { gemm, gemmWorkspace, bytes } = samplingKernels(kernels, "f32");
  const [a, b, c] = [0, 1, 2].map(() => arena.reserve(SIZE * SIZE * bytes)) as [number, number, number];
  for (const matrix of [a, b]) arena.f32(matrix, SIZE * SIZE).fill(1);
  const workspace = arena.reserve(gemmWorkspace(SIZE, SIZE, SIZE));
  let fastest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    gemm(SIZE, SIZE, SIZE, a, SIZE, 1, b, SIZE, 1, c, SIZE, 0, 0, workspace);
    fastest = Math.min(fastest, Math.max(1e-3, performance.now() - start));
  }
  const rate = (2 * SIZE ** 3) / (fastest / 1000);
  return {
    flops: rate * SHARE,
    operation: OPERATION / rate,
    plan: PLAN / rate,
    certificate: CERTIFICATE / rate,
  };
}
