/**
 * Frozen: these bits are what a seed means. A change of any of them is a new major version.
 */
import { expect, it } from "vitest";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { sample } from "../../src/sampling/sample.ts";
import { Memory } from "./memory.ts";

function hex(values: Float32Array | Float64Array): string[] {
  const size = values.BYTES_PER_ELEMENT;
  const view = new DataView(values.buffer, values.byteOffset);
  return Array.from(values, (_, i) =>
    size === 4
      ? view
          .getUint32(4 * i, true)
          .toString(16)
          .padStart(8, "0")
      : view
          .getBigUint64(8 * i, true)
          .toString(16)
          .padStart(16, "0"),
  );
}

async function sha256(...arrays: (Float32Array | Float64Array)[]): Promise<string> {
  const text = arrays.map((values) => hex(values).join()).join(";");
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function normals(type: "f32" | "f64"): Promise<string[]> {
  const memory = await Memory.create();
  const out = memory.put(type, new Array(15).fill(0));
  memory.kernel(`normals_${type}`)(out, 5, 3, 3, 0x12345678, 0x9abcdef0, 0xffffffff, 1, 0);
  return hex(memory.view(type, out, 15));
}

it("normals in f32", async () => {
  expect(await normals("f32")).toEqual([
    "3f9b5348",
    "be2a5dae",
    "3fdade05",
    "be601397",
    "bfe77f7f",
    "3f00417d",
    "3f1a6a27",
    "be99e574",
    "bf59c16a",
    "3f3c8340",
    "bf91d596",
    "3dbb47c3",
    "3e2315b1",
    "bf750ec8",
    "bf8bb9c9",
  ]);
});

it("normals in f64", async () => {
  expect(await normals("f64")).toEqual([
    "bfe9f6fc76220f4d",
    "bffd0f2c96e12d53",
    "bfe3ce33a082a2d1",
    "bfedb5fb037bccfe",
    "3f78d8e644207d06",
    "bffabbbfb01d6217",
    "3fb6de3854e0cfa7",
    "bfd4039d8da4cbde",
    "3ff0885cfc32781e",
    "3fd01ecfaacfd7a7",
    "bfefdee9d1e4b328",
    "3ff2c950364dc7ab",
    "bfca64c461248fb6",
    "3fd82f0d04a965ca",
    "bff9c5c0ea10294c",
  ]);
});

it("a random network's weights and biases", async () => {
  const { layers } = await randomNetwork({
    widths: [9, 6],
    inputs: 5,
    outputs: 3,
    seed: 42,
    biasVariance: 0.5,
  });
  const numbers = layers.flatMap(({ weight, bias }) => [weight.data, bias!]);
  expect(await sha256(...numbers)).toBe("b16f546f8580e67a40ba1d010fc03158a04cc19c4e9c36d82f42bc84b8e91892");
});

/** Without and with antithetic pairs. */
const PINNED = {
  f32: [
    "2a0b3a2e7a856076b29456473c1950147fd2ea1c0dd09536a19664d30f9c54d1",
    "2bfbf5e1c3860cee382bafc885d2462e278de805bed2ce5b0798ddc0c4e1fbbc",
  ],
  f64: [
    "1aa9ee29109ead22470194e986416d656c114356529d9e183ac3df1aff5e824f",
    "95bc5a3c89b8c268e3be30d0635a7a4dc693fb3794239ddf9ac83537f00b1c3c",
  ],
};

/** With a control variate, at Sobol points, and with both. */
const PINNED_WAYS = {
  f32: [
    "c7377d20e2f2587a4e957dacf277f57b87cab987e047264cd62d281fd299b7e5",
    "00536bb6284d5a2c8c71bf7d3d963aea58921f395268d820b1225b08be8297ce",
    "1d36eca309a83f35da66123a48a9db7da486a1f598ec22d61ed424a3bdec14b0",
  ],
  f64: [
    "c12fa98fc4967f7b62ed6eead0602fe4aa98388f7be84e1582abb9edee137955",
    "d440f0d0f133c52831ac9799e6893f3ab90b8f1efd9511a97195de7d686257df",
    "aa2d7a42f25b8402e31d77087f8311745e5b023cd7aa09bce252ca038c55dc1c",
  ],
};

it.each(["f32", "f64"] as const)("sample's moments by other ways in %s", async (dtype) => {
  const net = await randomNetwork({ widths: [9, 6], inputs: 5, outputs: 3, seed: 42, biasVariance: 0.5 });
  const found: string[] = [];
  for (const variance of ["control", "sobol", "sobol-control"] as const) {
    const { output } = await sample(net, { samples: 2048, seed: 7, dtype, variance });
    found.push(await sha256(output.mean, output.variance, output.standardError));
  }
  expect(found).toEqual(PINNED_WAYS[dtype]);
});

it.each(["f32", "f64"] as const)("sample's moments in %s", async (dtype) => {
  const net = await randomNetwork({ widths: [9, 6], inputs: 5, outputs: 3, seed: 42, biasVariance: 0.5 });
  const found: string[] = [];
  for (const variance of ["plain", "antithetic"] as const) {
    const { output } = await sample(net, { samples: 1000, seed: 7, dtype, variance });
    found.push(await sha256(output.mean, output.variance, output.standardError));
  }
  expect(found).toEqual(PINNED[dtype]);
});
