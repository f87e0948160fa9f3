import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "vitest";
import { decodeSafetensors } from "../../src/network/safetensors/decode.ts";
import { goldenBytes, goldenNames, goldenRuns, relativeError } from "../support/goldens.ts";
import { folder, golden, kprop } from "./support.ts";

/** Both sides are f64 with sums of a few hundred terms; see test/estimate/goldens.test.ts. */
const TOLERANCE = 1e-10;

const out = await folder();
const names = goldenNames().filter((name) => /^(tree-)?relu/.test(name));

describe.concurrent.each(names)("%s", (name) => {
  it.for(
    goldenRuns(goldenBytes(name)),
  )("--kind $kind --order $order --metric $metric --cumulants OUT", async ({
    kind,
    order,
    metric,
    expected,
  }, { expect }) => {
    const file = join(out, `${name}-${kind}-${order}-${metric}.safetensors`);
    const method = ["--kind", kind, "--order", String(order), "--metric", metric];
    const { code, stderr } = await kprop(["estimate", golden(name), ...method, "--cumulants", file]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { tensors } = decodeSafetensors(await readFile(file));
    for (const [core, want] of expected) {
      const key = `${kind}/K${order}/${metric}/${core}`;
      const got = tensors.get(key);
      expect(got?.shape, key).toEqual(want.shape);
      expect(got!.data, key).toBeInstanceOf(Float64Array);
      expect(relativeError(got!.data, want.data), key).toBeLessThan(TOLERANCE);
    }
  });
});
