import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { clientOf, HEAD, refuses, refusesRaw } from "./client.mjs";
import { network, safetensors } from "./files.mjs";
import { startWorkerd } from "./workerd.mjs";

const NETWORKS = new URL("../../../test/networks/", import.meta.url);
const MIB = 2 ** 20;

let workerd;
let post;
let raw;
before(async () => {
  workerd = await startWorkerd();
  ({ post, raw } = clientOf(workerd));
});
after(() => workerd.stop());

const tensor = (begin, end, shape) => ({ dtype: "F32", shape, data_offsets: [begin, end] });

/** In chunks, without a length: a network of such widths, then zeros up to so many bytes. */
function chunked(widths, bytes, end) {
  const body = new Uint8Array(bytes);
  body.set(network(widths));
  const head = `${HEAD}transfer-encoding: chunked\r\n\r\n${bytes.toString(16)}\r\n`;
  return [head, body, end];
}

/** A request that promises a file, sends the beginning of it, and waits. */
const begun = (file, bytes) => [`${HEAD}content-length: ${file.length}\r\n\r\n`, file.subarray(0, bytes)];

/** A file of one number a tensor, by such names. */
function numbers(names) {
  const header = names.map((name, i) => [name, tensor(4 * i, 4 * i + 4, [1, 1])]);
  return safetensors(Object.fromEntries(header), new Uint8Array(4 * names.length));
}

describe("hostile bodies", () => {
  const good = network([4, 8, 8, 2]);
  const lying = (length) => {
    const file = good.slice();
    new DataView(file.buffer).setBigUint64(0, length, true);
    return file;
  };
  const noise = crypto.getRandomValues(new Uint8Array(65536));
  const malformed = {
    nothing: new Uint8Array(0),
    "one byte": new Uint8Array(1),
    "eight zero bytes": new Uint8Array(8),
    "random bytes": noise,
    "a header of random bytes": safetensors("{").map((byte, i) => (i < 9 ? byte : noise[i])),
    "cut in the header": good.subarray(0, 40),
    "cut in the data": good.subarray(0, -1),
    "a byte too many": new Uint8Array([...good, 0]),
    "a header of 2^53 bytes": lying(2n ** 53n),
    "a header of 2^64 − 1 bytes": lying(2n ** 64n - 1n),
    "a header of all zero bytes": new Uint8Array(MIB).map((_, i) => (i === 1 ? 8 : 0)),
    "tensors that overlap": safetensors(
      { "layers.0.weight": tensor(0, 16, [2, 2]), "layers.1.weight": tensor(8, 24, [2, 2]) },
      new Uint8Array(24),
    ),
    "a shape beyond its data": safetensors(
      { "layers.0.weight": tensor(0, 4, [2 ** 26, 2 ** 26]) },
      new Uint8Array(4),
    ),
    "offsets that are negative": safetensors({ "layers.0.weight": tensor(-4, 0, [1, 1]) }),
    "a header 30,000 deep": safetensors(`{"a":${"[".repeat(3e4)}${"]".repeat(3e4)}}`),
    "a header of objects 10,000 deep": safetensors(`${'{"a":'.repeat(1e4)}1${"}".repeat(1e4)}`),
    "an end of data 20,000 deep": safetensors(
      `{"a":{"data_offsets":[0,${"[".repeat(2e4)}${"]".repeat(2e4)}]}}`,
    ),
    "a shape 20,000 deep": safetensors(
      `{"input.covariance":{"shape":[${"[".repeat(2e4)}${"]".repeat(2e4)}]}}`,
    ),
    "a header that is a list": safetensors("[1]"),
    JSON: new TextEncoder().encode('{"layers":[{"weight":[[1]]}]}'),
  };
  for (const [name, body] of Object.entries(malformed)) {
    it(`${name}: 400`, () => refuses(post(body), 400, "bad-file"));
  }

  it("npz, which might unpack to anything: 400", async () => {
    await refuses(post(await readFile(new URL("numpy-savez.npz", NETWORKS))), 400, "bad-file");
  });

  it("networks that are none: 400", async () => {
    for (const weight of [Number.NaN, Number.POSITIVE_INFINITY]) {
      await refuses(post(network([4, 8, 2], weight)), 400, "bad-network");
    }
    await refuses(post(safetensors({})), 400, "bad-network");
    const tensors = { "layers.0.weight": tensor(0, 24, [2, 3]), "layers.1.weight": tensor(24, 36, [1, 3]) };
    await refuses(post(safetensors(tensors, new Uint8Array(36))), 400, "bad-network");
  });

  it("a tensor named __proto__, which is but a name: 400", async () => {
    const file = safetensors(`{"__proto__":${JSON.stringify(tensor(0, 4, [1, 1]))}}`, new Uint8Array(4));
    await refuses(post(file), 400, "ambiguous-orientation");
  });

  it("numbers that overflow: 422", () =>
    refuses(post(network([8, 64, 64, 8], 3e38), "?order=4&dtype=f32"), 422, "not-finite"));

  it("options that are none: 400", async () => {
    const queries = ["order=0", "order=5", "order=two", "order=", "order=1e1", "kind=full", "dtype=f16"];
    queries.push("order=1&order=2", "threads=9", "__proto__=1", "order=1&kind=base", "kind=toString");
    for (const query of queries) await refuses(post(good, `?${query}`), 400, "bad-option");
    await refuses(post(good, "?activation=constructor"), 400, "unknown-activation");
    await refuses(post(good, `?activation=polynomial:${"1/".repeat(100)}1`), 400, "unknown-activation");
  });
});

describe("chunks that are malformed", () => {
  const bodies = {
    "no length": "zz\r\nabc\r\n",
    "a wrong one": "3\r\nabcdef\r\n0\r\n\r\n",
    "too long a one": "f".repeat(18),
  };
  for (const [name, body] of Object.entries(bodies)) {
    it(`${name}: 400`, () =>
      refusesRaw(raw(`${HEAD}transfer-encoding: chunked\r\n\r\n${body}`), 400, "bad-body"));
  }
});

describe("bodies too large", () => {
  it("promised and never sent: 413 at once", async () => {
    for (const length of [8 * MIB + 1, 2 ** 53 - 1, "9".repeat(18)]) {
      await refusesRaw(raw(`${HEAD}content-length: ${length}\r\n\r\n`), 413, "body-too-large");
    }
  });

  it("in chunks, without a length: 413", async () => {
    await refusesRaw(raw(chunked([4, 2], 8 * MIB + 1, "\r\n0\r\n\r\n")), 413, "body-too-large");
  });

  it("in chunks without an end: 413", async () => {
    await refusesRaw(raw(chunked([4, 2], 8 * MIB + 1, "\r\n")), 413, "body-too-large");
  });

  it("of 8 MiB to the byte: no 413", async () => {
    const body = new Uint8Array(8 * MIB);
    body.set(safetensors({ a: tensor(0, 0, []) }));
    await refuses(post(body), 400, "bad-file");
  });

  it("by a binding", () => refuses(post(new Uint8Array(1001), "", "small"), 413, "body-too-large", /1000/));
});

describe("turned down by the header, without a byte of what it tells of", () => {
  it("which is too long itself: 413 after eight bytes", async () => {
    const file = numbers(Array.from({ length: 100_000 }, (_, i) => `out.${i}.weight`));
    await refusesRaw(raw(begun(file, 8)), 413, "header-too-large");
  });

  it("more tensors than are put in order: 422", async () => {
    const file = numbers(Array.from({ length: 257 }, (_, i) => `out.${i}.bias`));
    await refusesRaw(raw(begun(file, file.length - 4 * 257)), 422, "plan-too-large");
  });

  it("more layers than are planned: 422", async () => {
    const file = numbers(Array.from({ length: 65 }, (_, i) => `out.${i}.weight`));
    await refusesRaw(raw(begun(file, file.length - 4 * 65)), 422, "plan-too-large");
  });

  it("tensors beyond the longest body: 413", async () => {
    const file = safetensors({ "layers.0.weight": tensor(0, 8 * MIB, [2, MIB]) });
    await refusesRaw(raw(begun({ length: 1000, subarray: () => file })), 413, "body-too-large");
  });

  it("a covariance that takes long to factorise: 422", async () => {
    const file = safetensors(
      { "input.covariance": tensor(0, 4 * 257 ** 2, [257, 257]) },
      new Uint8Array(4 * 257 ** 2),
    );
    await refusesRaw(raw(begun(file, file.length - 4 * 257 ** 2)), 422, "plan-too-large");
  });
});

describe("names that are hostile", () => {
  const names = {
    long: "x".repeat(30_000),
    "of control characters": "\0\x1b[31m\n".repeat(1000),
    backwards: "\u202E\u2028\uD800",
  };
  for (const [kind, name] of Object.entries(names)) {
    it(`${kind}: 400, in short`, async () => {
      await refuses(post(numbers([name, `${name}1`])), 400, "bad-network");
      await refuses(post(safetensors({ [name]: 1 })), 400, "bad-file");
    });
  }
});

describe("plans too large", () => {
  const narrow = (depth, width) => network(new Array(depth + 1).fill(width));
  const cases = {
    "4000 wide at order 4": [network([1, 400, 4000, 4, 1]), "?order=4"],
    "4000 wide at order 2": [network([1, 400, 4000, 4, 1]), "?order=2"],
    "5000 wide at order 1": [network([1, 5000, 1]), "?order=1"],
    "a million outputs": [network([1, 1_000_000]), "?order=1"],
    "512 wide at order 4": [network([512, 512, 512, 512, 1]), "?order=4"],
    "512 wide at order 4 augment": [network([512, 512, 512, 512, 1]), "?order=4&kind=augment"],
    "64 wide at order 4 augment": [network([64, 64, 64, 64, 1]), "?order=4&kind=augment&dtype=f32"],
    "65 layers": [narrow(65, 4), "?order=1"],
    "33 layers at order 2 augment": [narrow(33, 4), "?order=2&kind=augment"],
    "33 layers at order 3": [narrow(33, 4), "?order=3"],
    "9 layers at order 3 augment-tree": [narrow(9, 4), "?order=3&kind=augment-tree"],
    "9 layers at order 4": [narrow(9, 4), "?order=4"],
    "5 layers at order 4 augment": [narrow(5, 4), "?order=4&kind=augment"],
  };
  for (const [name, [body, query]] of Object.entries(cases)) {
    it(`${name}: 422`, () => refuses(post(body, query), 422, "plan-too-large"));
  }

  it("by a binding", () => refuses(post(network([4, 4, 2]), "", "small"), 422, "plan-too-large", /100 is/));
});

it("workerd is still there, and well", async () => {
  const { status } = await post(network([4, 8, 2]));
  assert.equal(status, 200);
});
