/** Files that are valid, or were made to harm, and how each format is changed. */
import { readFileSync } from "node:fs";
import { changeNpz } from "./npz.mjs";
import { changeParquet } from "./parquet.mjs";
import { changeSafetensors } from "./safetensors.mjs";
import { changeText } from "./text.mjs";

const file = (name) => new Uint8Array(readFileSync(new URL(`../networks/${name}`, import.meta.url)));

const JSON_TEXT = JSON.stringify({
  layers: [
    {
      weight: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      bias: [1, 2, 3],
      activation: "tanh",
      weightVariance: 1,
    },
    { weight: [[1, 2, 3]], activation: ["leaky_relu", 0.1] },
  ],
  orientation: "out-in",
  input: {
    mean: [0, 1],
    covariance: [
      [1, 0.5],
      [0.5, 1],
    ],
  },
});

const FORMATS = {
  safetensors: { change: changeSafetensors, share: 0.2 },
  npz: { change: changeNpz, share: 0.25 },
  json: { change: changeJson, share: 0.15 },
  parquet: { change: changeParquet, share: 0.4 },
};

function changeJson(bytes, random) {
  return new TextEncoder().encode(changeText(new TextDecoder().decode(bytes), random));
}

/** All of them, by format. `kprop` writes the safetensors. */
export async function makeSeeds(kprop) {
  const network = await kprop.readNetwork(new TextEncoder().encode(JSON_TEXT));
  const parquet = ["brotli-v2-plain", "gzip-v2-dict", "lz4raw-v1-plain", "none-v2-plain", "snappy-v2-dict"];
  const hostile = ["hostile-runs-4", "hostile-runs-20", "hostile-snappy"];
  const names = [...[...parquet, "zstd-v1-dict"].map((name) => `whest-${name}`), ...hostile];
  return {
    safetensors: [await kprop.networkToSafetensors(network)],
    npz: [file("numpy-savez.npz"), file("numpy-positional.npz")],
    json: [new TextEncoder().encode(JSON_TEXT)],
    parquet: names.map((name) => file(`${name}.parquet`)),
  };
}

/** Which format an input is made of. */
export function pickFormat(random) {
  let left = random.below(1000) / 1000;
  for (const [format, { share }] of Object.entries(FORMATS)) {
    if (left < share) return format;
    left -= share;
  }
  return "parquet";
}

export function change(format, bytes, random) {
  return FORMATS[format].change(bytes, random);
}
