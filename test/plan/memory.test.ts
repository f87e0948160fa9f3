import { describe, expect, it } from "vitest";
import { Arena, align } from "../../src/backend/arena.ts";
import { bytesPerElement } from "../../src/backend/dtype.ts";
import { instantiateKernels } from "../../src/backend/kernels.ts";
import { WasmBackend } from "../../src/backend/wasm-backend.ts";
import { inputData, inputsOf } from "../../src/estimate/inputs.ts";
import { plan } from "../../src/estimate/plan.ts";
import { execute } from "../../src/plan/execute.ts";
import { drained } from "../../src/plan/gradual.ts";
import { layoutBytes, roomyBytes } from "../../src/plan/memory.ts";
import { shares } from "../../src/plan/share.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";

/** Bytes behind the plan's own that must stay as they are. */
const MARGIN = 2 ** 20;
const MARK = 0xab;

describe.each([
  [1, "simple", "relu"],
  [2, "augment", "gelu"],
  [2, "augment", "polynomial:1/0.5/0.25"],
  [3, "simple", "relu"],
  [3, "augment", "relu"],
  [3, "augment-tree", "relu"],
  [4, "simple", "relu"],
] as const)("a plan of order %i %s, %s", (order, kind, activation) => {
  it.each([
    "f32",
    "f64",
  ] as const)("writes to the bytes that it predicts and no further, in %s", async (dtype) => {
    const network = await randomNetwork({ widths: [19, 23, 18], inputs: 21, outputs: 3, activation });
    const { plan: written, layout, bytes, method } = plan(network, { order, kind, dtype });
    const kernels = await instantiateKernels();
    const arena = new Arena(kernels);
    const end = align(kernels.heapBase!()) + bytes;
    const margin = arena.reserve(bytes + MARGIN) + bytes;
    expect(margin).toBe(end);
    new Uint8Array(kernels.memory.buffer, end, MARGIN).fill(MARK);
    const own = new Arena(kernels);
    const backend = new WasmBackend(kernels, own, { plan: written, layout, dtype });
    expect(own.reserve(0)).toBe(end);
    drained(execute(written, backend, inputsOf(inputData(network, method.input))));
    expect(new Uint8Array(kernels.memory.buffer, end, MARGIN).every((byte) => byte === MARK)).toBe(true);
  });
});

it("a plan's bytes grow by what each thread needs for itself, and by room for more than one operation", async () => {
  const network = await randomNetwork({ width: 256, depth: 4 });
  const [one, two, five] = [1, 2, 5].map((threads) => plan(network, { order: 3, threads }).bytes);
  const { layout } = plan(network, { order: 3, threads: 1 });
  expect(two! - one!).toBe(layout.scratch + layout.scratchBytes);
  expect(five! - two!).toBe(3 * layout.scratchBytes);
  const { plan: written } = plan(network, { order: 3, threads: 2, dtype: "f64" });
  expect(written.operations.some((o) => o.op === "gemm" && shares(o, 2).length === 2)).toBe(true);
  expect(layout.scratchBytes).toBeGreaterThan(256 * 128 * bytesPerElement("f64"));
  const large = { offsets: [0], scratch: 2 ** 25 + 64, scratchBytes: 64, program: 0 };
  expect(roomyBytes(large, 2)).toBe(layoutBytes(large, 2));
});
