import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { estimate, readNetwork } from "../../../dist/index.js";
import { clientOf, refuses, refusesRaw } from "./client.mjs";
import { network } from "./files.mjs";
import { startWorkerd } from "./workerd.mjs";

const NETWORKS = new URL("../../../test/networks/", import.meta.url);
const MIB = 2 ** 20;

let workerd;
let ask;
let post;
let raw;
before(async () => {
  workerd = await startWorkerd();
  ({ ask, post, raw } = clientOf(workerd));
});
after(() => workerd.stop());

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
    const codes = ({ body }) => body.warnings.map(({ code }) => code);
    assert.ok(codes(assumed).includes("assumed"));
    assert.ok(!codes(tanh).includes("assumed"));
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

describe("the address", () => {
  it("tells the limits", async () => {
    const { status, body } = await ask("/");
    assert.equal(status, 200);
    const bodies = { bodyBytes: 8 * MIB, bodySeconds: 10, bufferedBytes: 24 * MIB, headerBytes: 65536 };
    const plans = { planBytes: 64 * MIB, planFlops: 5e9, layers: 64, width: 4096 };
    assert.deepEqual(body, { limits: { ...bodies, tensors: 256, covarianceWidth: 256, ...plans } });
  });

  it("is one, with two methods", async () => {
    await refuses(ask("/estimate", { method: "POST", body: "x" }), 404, "not-found");
    for (const method of ["PUT", "DELETE", "PATCH"]) {
      const asked = ask("/", { method });
      await refuses(asked, 405, "bad-method");
      assert.equal((await asked).headers.get("allow"), "GET, POST");
    }
  });

  it("that is no URL with such a host: 400", async () => {
    for (const host of ["a b", "edge:99999999", "[::1"]) {
      await refusesRaw(raw(`GET / HTTP/1.1\r\nhost: ${host}\r\n\r\n`), 400, "bad-address");
    }
  });

  it("is told again in short, and printable", async () => {
    await refuses(ask(`/${"x".repeat(5000)}`), 404, "not-found", /…$/);
    await refuses(post(network([2, 1]), `?${"x".repeat(5000)}=1`), 400, "bad-option", /…$/);
    await refuses(post(network([2, 1]), "?%00%1b%E2%80%AE%F0=1"), 400, "bad-option");
    await refuses(post(network([2, 1]), `?activation=${"x".repeat(5000)}`), 400, "unknown-activation");
  });
});

describe("the type of the body", () => {
  const typed = (type) =>
    ask("/", { method: "POST", headers: { "content-type": type }, body: network([4, 2]) });

  for (const type of [
    "Application/OCTET-Stream",
    "application/octet-stream; a=b",
    "application/octet-stream ;a",
  ]) {
    it(`may be ${type}`, async () => {
      const { status } = await typed(type);
      assert.equal(status, 200);
    });
  }

  for (const type of [
    "application/octet-streamXYZ",
    "application/octet",
    "text/plain; application/octet-stream",
  ]) {
    it(`may not be ${type}: 415`, () => refuses(typed(type), 415, "bad-type"));
  }

  it("is told again in short: 415", async () => {
    await refuses(typed(`text/${"x".repeat(5000)}`), 415, "bad-type", /expected application\/octet-stream$/);
  });
});
