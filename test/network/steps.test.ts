import { expect, it } from "vitest";
import { readNetwork } from "../../src/network/read.ts";
import { encodeSafetensors } from "../../src/network/safetensors/encode.ts";
import { type Group, pairByStem } from "../../src/network/tensors/group.ts";
import { toLayers } from "../../src/network/tensors/layers.ts";
import { inSequence } from "../../src/network/tensors/sequence.ts";
import { expectRefusal, tensor } from "./helpers.ts";

type NameOf = (l: number, count: number) => string;

/** How often names are looked at, to put so many layers in order or to refuse them. */
function looks(count: number, nameOf: NameOf): number {
  const named = Array.from({ length: count }, (_, l) => ({ name: nameOf(l, count), ...tensor(1, 1) }));
  let looked = 0;
  const counted = pairByStem(named).map(({ name, layer }): Group => {
    const group = { layer };
    Object.defineProperty(group, "name", {
      get: () => {
        looked++;
        return name;
      },
    });
    return group as Group;
  });
  try {
    expect(inSequence(counted).layers).toHaveLength(count);
  } catch (error) {
    expect(error).toHaveProperty("code", "bad-network");
  }
  return looked;
}

it.each<[string, NameOf]>([
  ["that all say they are the last", (l) => `out.${l}.weight`],
  [
    "that all say so, but for two",
    (l, count) => ["b.2.c.weight", "a.1.b.weight"][count - 1 - l] ?? `out.${l}.weight`,
  ],
  ["of blocks", (l) => `blocks.${l >> 1}.fc${l & 1}.weight`],
  ["before a last one", (l) => (l === 0 ? "out.weight" : `fc${l}.weight`)],
  ["of Keras", (l) => (l === 0 ? "dense/kernel" : `dense_${l}/kernel`)],
])("layers %s are put in order in a number of steps that grows no faster than n log n", (_, nameOf) => {
  expect(looks(2000, nameOf)).toBeLessThan(2.5 * looks(1000, nameOf));
});

it("reads a file of a thousand layers that all say they are the last", async () => {
  const entries = Array.from({ length: 1100 }, (_, l) => [`out.${l}.weight`, tensor(1, 1)] as const);
  expect((await readNetwork(encodeSafetensors(new Map(entries)))).layers).toHaveLength(1100);
});

it("refuses too many tensors before it looks at one", async () => {
  const untouchable = new Proxy({} as never, {
    get: () => {
      throw new Error("looked at");
    },
  });
  const many = new Array(20_001).fill(untouchable);
  await expectRefusal(() => toLayers(many), "bad-network", "20001 tensors; at most 20000");
});

it("refuses too many weights of one file", async () => {
  const weights = Array.from({ length: 10_001 }, (_, l) => ({ name: `${l}.weight`, ...tensor(1, 1) }));
  await expectRefusal(() => toLayers(weights), "bad-network", "10001 layers; 10000 are the most");
});

it("refuses too many layers of JSON before it looks at one", async () => {
  const text = JSON.stringify({ layers: new Array(70_000).fill(0) });
  const read = () => readNetwork(new TextEncoder().encode(text));
  await expectRefusal(read, "bad-network", "70000 layers; 10000 are the most");
});
