import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { after, before, describe, it } from "node:test";
import { estimate, readNetwork } from "../../../dist/index.js";
import { network, safetensors } from "./files.mjs";
import { startWorkerd } from "./workerd.mjs";

const NETWORKS = new URL("../../../test/networks/", import.meta.url);
const MIB = 2 ** 20;
/** No answer may take longer, in milliseconds: bad input least of all. */
const PATIENCE = 20_000;
/** Requests of a client that leaves: the worker computes one at a time. */
const LEAVING = 12;

let workerd;
before(async () => {
  workerd = await startWorkerd();
});
after(() => workerd.stop());

async function ask(path, init = {}, socket = "usual") {
  const signal = AbortSignal.timeout(PATIENCE);
  const response = await fetch(`http://127.0.0.1:${workerd.ports[socket]}${path}`, { signal, ...init });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const post = (body, query = "", socket = "usual") => {
  const headers = { "content-type": "application/octet-stream" };
  return ask(`/${query}`, { method: "POST", headers, body, duplex: "half" }, socket);
};

async function refuses(asked, status, code, message = /./) {
  const { status: got, body } = await asked;
  assert.deepEqual(
    { status: got, code: body.error?.code },
    { status, code },
    JSON.stringify(body).slice(0, 300),
  );
  assert.match(body.error.message, message);
}

/** In chunks, without a length; slowly enough for an answer before the end to be seen. */
function chunked(bytes, chunk = 65536) {
  let sent = 0;
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (sent >= bytes) return controller.close();
      controller.enqueue(new Uint8Array(chunk));
      sent += chunk;
    },
  });
}

/** Sends a request many times and leaves so many milliseconds later, before the last is answered on any machine. */
async function leave(body, query, after) {
  const signal = AbortSignal.timeout(after);
  const address = `http://127.0.0.1:${workerd.ports.usual}/${query}`;
  const asked = Array.from({ length: LEAVING }, () => fetch(address, { method: "POST", body, signal }));
  const ended = await Promise.allSettled(asked);
  const left = ended.filter(({ reason }) => reason?.name === "TimeoutError");
  assert.ok(left.length > 0, "all were answered before");
  assert.deepEqual(
    ended.filter(({ value, reason }) => value === undefined && reason.name !== "TimeoutError"),
    [],
  );
}

/** What comes back for a request written by hand. */
function raw(text) {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(workerd.ports.usual, "127.0.0.1", () => socket.write(text));
    socket.setTimeout(PATIENCE, () => socket.destroy(new Error("no answer")));
    socket.on("data", (data) => {
      answer += data;
      if (answer.includes("\r\n\r\n")) socket.destroy();
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
}

describe("estimates", () => {
  const cases = [
    ["he-relu-256x4", { order: 2 }],
    ["he-relu-256x4", { order: 2, kind: "augment", dtype: "f32" }],
    ["he-relu-256x4", { order: 3 }],
    ["digits-64-128-128-10", { order: 1 }],
    ["digits-64-128-128-10", { order: 3, kind: "augment", dtype: "f32" }],
    ["digits-64-128-128-10", { order: 4, dtype: "f32" }],
  ];
  for (const [name, options] of cases) {
    it(`${name} ${JSON.stringify(options)}: the bits of Node`, async () => {
      const file = await readFile(new URL(`${name}.safetensors`, NETWORKS));
      const { status, body } = await post(file, `?${new URLSearchParams(options)}`);
      assert.equal(status, 200, JSON.stringify(body));
      const expected = await estimate(await readNetwork(file), { ...options, check: false, threads: 1 });
      assert.deepEqual(body.mean, [...expected.output.mean]);
      const { order, kind, dtype, flops, bytes, warnings, unreliable } = expected;
      const { mean: _, seconds, ...rest } = body;
      assert.deepEqual(rest, { order, kind, dtype, flops, bytes, warnings, unreliable });
      assert.equal(typeof seconds, "number");
    });
  }

  it("take an activation, and say what they assume", async () => {
    const file = network([4, 8, 8, 2]);
    const [assumed, tanh] = await Promise.all([post(file), post(file, "?activation=tanh")]);
    assert.deepEqual(
      assumed.body.warnings.map(({ code }) => code),
      ["assumed"],
    );
    assert.deepEqual(tanh.body.warnings, []);
  });

  it("are the same for many at a time, bad ones between them", async () => {
    const file = await readFile(new URL("he-relu-256x4.safetensors", NETWORKS));
    const asked = Array.from({ length: 12 }, (_, i) => post(i % 3 === 2 ? file.subarray(0, 1000 * i) : file));
    const answers = await Promise.all(asked);
    for (const [i, { status, body }] of answers.entries()) {
      assert.equal(status, i % 3 === 2 ? 400 : 200);
      if (status === 200) assert.deepEqual(body.mean, answers[0].body.mean);
    }
  });
});

describe("a client that leaves", () => {
  for (const after of [20, 50, 100]) {
    it(`after ${after} ms keeps nobody waiting`, async () => {
      const file = await readFile(new URL("digits-64-128-128-10.safetensors", NETWORKS));
      await leave(file, "?order=4&dtype=f32", after);
      const start = performance.now();
      const { status } = await post(network([4, 8, 2]));
      assert.equal(status, 200);
      assert.ok(performance.now() - start < 5000);
    });
  }
});

describe("the address", () => {
  it("tells the limits", async () => {
    const { status, body } = await ask("/");
    assert.equal(status, 200);
    const limits = { bodyBytes: 8 * MIB, planBytes: 64 * MIB, planFlops: 5e9, layers: 64, width: 4096 };
    assert.deepEqual(body, { limits });
  });

  it("is one, with two methods", async () => {
    await refuses(ask("/estimate", { method: "POST", body: "x" }), 404, "not-found");
    for (const method of ["PUT", "DELETE", "PATCH"]) {
      const asked = ask("/", { method });
      await refuses(asked, 405, "bad-method");
      assert.equal((await asked).headers.get("allow"), "GET, POST");
    }
    await refuses(ask("/", { method: "POST", body: "a=b" }), 415, "bad-type");
  });
});

describe("hostile bodies", () => {
  const good = network([4, 8, 8, 2]);
  const tensor = (begin, end, shape) => ({ dtype: "F32", shape, data_offsets: [begin, end] });
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
    "a header of all zero bytes": new Uint8Array(MIB).fill(0, 0).map((byte, i) => (i === 2 ? 8 : byte)),
    "tensors that overlap": safetensors(
      { "layers.0.weight": tensor(0, 16, [2, 2]), "layers.1.weight": tensor(8, 24, [2, 2]) },
      new Uint8Array(24),
    ),
    "a shape beyond its data": safetensors(
      { "layers.0.weight": tensor(0, 4, [2 ** 26, 2 ** 26]) },
      new Uint8Array(4),
    ),
    "offsets that are negative": safetensors({ "layers.0.weight": tensor(-4, 0, [1, 1]) }),
    "a header 100,000 deep": safetensors(`{"a":${"[".repeat(1e5)}${"]".repeat(1e5)}}`),
    "a header 1,000,000 deep": safetensors(`${'{"a":'.repeat(1e6)}1${"}".repeat(1e6)}`),
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

describe("bodies too large", () => {
  it("promised and never sent: 413 at once", async () => {
    const head = "POST / HTTP/1.1\r\nhost: edge\r\ncontent-type: application/octet-stream\r\n";
    for (const length of [8 * MIB + 1, 2 ** 53 - 1, "9".repeat(18)]) {
      assert.match(await raw(`${head}content-length: ${length}\r\n\r\n`), /^HTTP\/1.1 413 /);
    }
  });

  it("in chunks, without a length: 413", () => refuses(post(chunked(9 * MIB)), 413, "body-too-large"));

  it("in chunks without end: 413", async () => {
    await refuses(post(chunked(Number.POSITIVE_INFINITY)), 413, "body-too-large");
  });

  it("of 8 MiB to the byte, all of it header: no 413", async () => {
    const body = safetensors(`{${'"a":[],'.repeat(8 * MIB).slice(0, 8 * MIB - 10)}}`);
    assert.equal(body.length, 8 * MIB);
    await refuses(post(body), 400, "bad-file");
  });

  it("by a binding", () => refuses(post(new Uint8Array(1001), "", "small"), 413, "body-too-large", /1000/));
});

describe("plans too large", () => {
  const narrow = (depth, width) => network([...new Array(depth + 1).fill(width)]);
  const cases = {
    "4000 wide at order 4": [network([1, 400, 4000, 4, 1]), "?order=4"],
    "4000 wide at order 2": [network([1, 400, 4000, 4, 1]), "?order=2"],
    "5000 wide at order 1": [network([1, 5000, 1]), "?order=1"],
    "a million outputs": [network([1, 1_000_000]), "?order=1"],
    "512 wide at order 4": [network([512, 512, 512, 512, 1]), "?order=4"],
    "512 wide at order 4 augment": [network([512, 512, 512, 512, 1]), "?order=4&kind=augment"],
    "64 wide at order 4 augment": [network([64, 64, 64, 64, 1]), "?order=4&kind=augment&dtype=f32"],
    "1000 layers": [narrow(1000, 4), "?order=1"],
    "1000 layers at order 4": [narrow(1000, 4), "?order=4"],
    "30,000 layers": [narrow(30_000, 1), "?order=4&kind=augment"],
    "65 layers": [narrow(65, 4), "?order=1"],
    "17 layers at order 4": [narrow(17, 4), "?order=4"],
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
