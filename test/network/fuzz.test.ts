import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { KpropError } from "../../src/errors.ts";
import { checkNetwork } from "../../src/network/check.ts";
import { encodeNetwork } from "../../src/network/encode-network.ts";
import { makeNetwork } from "../../src/network/make.ts";
import { readNetwork } from "../../src/network/read.ts";

const file = (name: string) => new Uint8Array(readFileSync(`test/networks/${name}`));

const tiny = makeNetwork({
  layers: [
    {
      weight: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      bias: [1, 2, 3],
      weightVariance: 1,
    },
    { weight: [[1, 2, 3]], weightVariance: 1 },
  ],
  input: { mean: new Float64Array(2), covariance: null },
});
const json =
  '{"layers": [{"weight": [[1, 2], [3, 4]], "bias": [1, 2]}, {"weight": [[1, 2]]}], "input": {"mean": [0, 1]}}';

/** A valid file of each format (and each parquet codec), and the option that it needs. */
const seeds: [string, Uint8Array, { row?: number }][] = [
  ["safetensors", encodeNetwork(tiny), {}],
  ["JSON", new TextEncoder().encode(json), {}],
  ["npz, stored", file("numpy-savez.npz"), {}],
  ["npz, deflated", file("numpy-positional.npz"), {}],
  ...[
    "brotli-v2-plain",
    "gzip-v2-dict",
    "lz4raw-v1-plain",
    "none-v2-plain",
    "snappy-v2-dict",
    "zstd-v1-dict",
  ].map((name): [string, Uint8Array, { row: number }] => [
    `parquet ${name}`,
    file(`whest-${name}.parquet`),
    { row: 1 },
  ]),
];

/** Bytes to change: mostly single bits, and values that make lengths lie. */
const changes = fc.array(
  fc.tuple(
    fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    fc.oneof(
      fc.integer({ min: 0, max: 7 }).map((bit) => (byte: number) => byte ^ (1 << bit)),
      fc.constantFrom(0, 1, 0x7f, 0x80, 0xff).map((value) => () => value),
    ),
  ),
  { minLength: 1, maxLength: 4 },
);

/** Damage that concentrates on the last bytes too, where zip and parquet keep their directories. */
function damage(bytes: Uint8Array, at: [number, (byte: number) => number][], keep: number, atEnd: boolean) {
  const damaged = bytes.slice(0, Math.ceil(bytes.length * keep));
  const span = atEnd ? Math.min(damaged.length, 400) : damaged.length;
  for (const [place, change] of at) {
    const i = damaged.length - span + Math.floor(place * span);
    damaged[i] = change(damaged[i]!);
  }
  return damaged;
}

it.each(seeds)("damaged %s gives a network or a KpropError, soon", async (_, bytes, options) => {
  expect((await readNetwork(bytes, options)).layers.length).toBeGreaterThan(0);
  const keep = fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true }));
  await fc.assert(
    fc.asyncProperty(changes, keep, fc.boolean(), async (at, kept, atEnd) => {
      const before = performance.now();
      try {
        checkNetwork(await readNetwork(damage(bytes, at, kept, atEnd), options));
      } catch (error) {
        if (!(error instanceof KpropError)) throw error;
      }
      expect(performance.now() - before).toBeLessThan(2000);
    }),
    { numRuns: 300 },
  );
});
