import fc from "fast-check";
import { expect, it } from "vitest";
import { relu } from "../../src/activations/relu.ts";
import { makeNetwork } from "../../src/network/make.ts";
import { readNetwork } from "../../src/network/read.ts";
import { networkToSafetensors } from "../../src/network/safetensors.ts";
import { anyNetwork, expectRefusal } from "./helpers.ts";

it("networkToSafetensors is read back as the same network, to the bit", async () => {
  await fc.assert(
    fc.asyncProperty(anyNetwork, async (network) => {
      const bytes = await networkToSafetensors(network);
      expect(await readNetwork(bytes)).toEqual(network);
      expect(await networkToSafetensors(network)).toEqual(bytes);
    }),
    { numRuns: 200 },
  );
});

it("refuses to write what it could not read back", async () => {
  const nameless = makeNetwork({ layers: [{ weight: [[1]], activation: { ...relu, name: "mine" } }] });
  await expectRefusal(() => networkToSafetensors(nameless), "unknown-activation", '"mine"');
  const [layer] = makeNetwork({ layers: [{ weight: [[1]] }] }).layers;
  const broken = { layers: [{ ...layer!, bias: new Float64Array(2) }], input: null, notes: [] };
  await expectRefusal(() => networkToSafetensors(broken), "bad-network", "layers.0.bias");
});
