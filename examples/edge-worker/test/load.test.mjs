import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import fc from "fast-check";
import { clientOf, HEAD, refusesRaw } from "./client.mjs";
import { network } from "./files.mjs";
import { startWorkerd } from "./workerd.mjs";

const NETWORKS = new URL("../../../test/networks/", import.meta.url);
const MIB = 2 ** 20;
const SMALL = network([4, 8, 2]);

let workerd;
let ask;
let post;
let raw;
let open;
before(async () => {
  workerd = await startWorkerd();
  ({ ask, post, raw, open } = clientOf(workerd));
});
after(() => workerd.stop());

/** A request whose body lacks its last byte. */
const unfinished = (file, socket) =>
  open([`${HEAD}content-length: ${file.length}\r\n\r\n`, file.subarray(0, -1)], socket);

/** Asks again and again until the answer has that status. */
async function until(status, asked) {
  for (let tries = 0; tries < 1000; tries++) {
    const answer = await asked();
    if (answer.status === status) return answer;
    await wait(10);
  }
  return assert.fail(`never ${status}`);
}

/** When so many of them have been answered, or closed. */
function soMany(count, asked) {
  return new Promise((resolve) => {
    let answered = 0;
    for (const { answer } of asked) {
      answer.then(() => {
        answered++;
        if (answered === count) resolve();
      });
    }
  });
}

/** The most memory that workerd ever had, in bytes, where the system tells. */
async function peak() {
  const text = await readFile(`/proc/${workerd.pid}/status`, "utf8").catch(() => "");
  return 1024 * Number(/VmHWM:\s+(\d+)/.exec(text)?.[1] ?? 0);
}

describe("slow bodies", () => {
  it("are waited for so long and no longer: 408", async () => {
    for (const bytes of [0, 5, SMALL.length - 1]) {
      const parts = [`${HEAD}content-length: ${SMALL.length}\r\n\r\n`, SMALL.subarray(0, bytes)];
      await refusesRaw(raw(parts, "hurried"), 408, "body-too-slow");
    }
  });

  it("may come byte by byte", async () => {
    const chunks = [...network([64, 64, 1])].flatMap((byte) => [0x31, 13, 10, byte, 13, 10]);
    const end = "0\r\n\r\n";
    const answer = await raw([`${HEAD}transfer-encoding: chunked\r\n\r\n`, new Uint8Array(chunks), end]);
    assert.match(answer, /^HTTP\/1.1 200 /);
  });

  it("take what room there is, others are told to come again: 503; what is abandoned is free at once", async () => {
    const held = Array.from({ length: 4 }, () => unfinished(SMALL, "crowded"));
    await soMany(2, held);
    const { status, headers, body } = await post(SMALL, "", "crowded");
    assert.deepEqual([status, body.error.code, headers.get("retry-after")], [503, "busy", "1"]);
    for (const { leave } of held) leave();
    await until(200, () => post(SMALL, "", "crowded"));
  });

  it("of 7 MiB, sixty at once, are not held beyond the limit, nor when their clients have left", async () => {
    const file = network([1024, 1790, 1]);
    const before = await peak();
    for (let round = 0; round < 2; round++) {
      const held = Array.from({ length: 60 }, () => unfinished(file, "usual"));
      await soMany(56, held);
      for (const { leave } of held) leave();
      await until(200, () => post(file, "?order=1"));
    }
    const taken = (await peak()) - before;
    assert.ok(taken < 192 * MIB, `${taken} bytes`);
  });
});

describe("a client that leaves", () => {
  it("while many of its requests are computed keeps nobody waiting", async () => {
    const file = await readFile(new URL("digits-64-128-128-10.safetensors", NETWORKS));
    const parts = [
      `POST /?order=4&dtype=f32 HTTP/1.1\r\nhost: edge\r\ncontent-length: ${file.length}\r\n\r\n`,
      file,
    ];
    const asked = Array.from({ length: 12 }, () => open(parts));
    await Promise.race(asked.map(({ answer }) => answer));
    for (const { leave } of asked) leave();
    const { status } = await post(SMALL);
    assert.equal(status, 200);
  });
});

describe("requests at the same time", () => {
  it("need not wait for a costly one to end", async () => {
    let isOver = false;
    const costly = post(network([32, 32, 32, 32, 1]), "?order=4&kind=augment").finally(() => {
      isOver = true;
    });
    let answered = 0;
    for (; !isOver; answered++) assert.equal((await post(SMALL)).status, 200);
    assert.equal((await costly).status, 200);
    assert.ok(answered > 3, `only ${answered} others were answered meanwhile`);
  });

  it("of many kinds, four hundred, are answered each in its way", async () => {
    const kinds = [
      [200, () => post(SMALL)],
      [200, () => post(network([16, 64, 64, 4]), "?order=3")],
      [400, () => post(SMALL.subarray(0, 60))],
      [413, () => post(new Uint8Array(1001), "", "small")],
      [422, () => post(network([64, 64, 64, 64, 1]), "?order=4&kind=augment")],
      [404, () => ask("/nowhere")],
    ];
    const numbers = Array.from({ length: 400 }, (_, i) => i);
    const one = async () => {
      for (let i = numbers.pop(); i !== undefined; i = numbers.pop()) {
        const [status, asked] = kinds[i % kinds.length];
        assert.equal((await asked()).status, status);
      }
    };
    await Promise.all(Array.from({ length: 24 }, one));
  });

  it("have the bytes of one alone", async () => {
    const widths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 5 });
    const options = { order: fc.constantFrom(1, 2, 3), dtype: fc.constantFrom("f32", "f64") };
    const request = fc.record({ widths, weight: fc.float({ min: -0.5, max: 0.5, noNaN: true }), ...options });
    const answer = async ({ widths, weight, order, dtype }) => {
      const { status, body } = await post(network(widths, weight), `?order=${order}&dtype=${dtype}`);
      assert.ok([200, 400, 422].includes(status), JSON.stringify(body));
      const { seconds: _, ...rest } = body;
      return JSON.stringify(rest);
    };
    const property = fc.asyncProperty(request, request, async (one, other) => {
      const alone = [await answer(one), await answer(other)];
      const together = await Promise.all([one, other, one, other].map(answer));
      assert.deepEqual(together, [...alone, ...alone]);
    });
    await fc.assert(property, { seed: 7, numRuns: 25 });
  });

  it("leave workerd well", async () => {
    const { status } = await post(SMALL);
    assert.equal(status, 200);
  });
});
