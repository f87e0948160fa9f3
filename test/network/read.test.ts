import { readdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { parseActivation } from "../../src/activations/parse.ts";
import type { ErrorCode } from "../../src/errors.ts";
import { readNetwork } from "../../src/network/read.ts";
import { decodeSafetensors } from "../../src/network/safetensors/decode.ts";
import { expectRefusal } from "./helpers.ts";

const digits = "test/networks/digits-64-128-128-10.safetensors";

describe("readNetwork", () => {
  it("takes bytes, a Blob, a path and a file URL", async () => {
    const bytes = new Uint8Array(readFileSync(digits));
    const url = pathToFileURL(digits);
    const expected = await readNetwork(bytes);
    expect(expected.layers.map(({ weight }) => [weight.rows, weight.columns])).toEqual([
      [128, 64],
      [128, 128],
      [10, 128],
    ]);
    for (const source of [bytes.buffer, new Blob([bytes]), digits, url, url.href]) {
      expect(await readNetwork(source)).toEqual(expected);
    }
  });

  it("does not look at the name", async () => {
    await expectRefusal(() => readNetwork("test/network/read.test.ts"), "bad-file", "not a file of");
  });

  const text = (value: string) => new TextEncoder().encode(value);
  const bad: [string, () => unknown, ErrorCode, string][] = [
    ["a missing file", () => readNetwork("no/such/file"), "bad-file", "no/such/file"],
    ["a folder", () => readNetwork("test"), "bad-file", "test"],
    ["an address on the web", () => readNetwork("https://example.org/net.npz"), "bad-option", "fetch"],
    ["a source that is a number", () => readNetwork(1 as never), "bad-option", "1"],
    ["no bytes", () => readNetwork(new Uint8Array()), "bad-file", "0 bytes"],
    ["other bytes", () => readNetwork(text("GIF89a and so on")), "bad-file", "47 49 46"],
    ["an unknown format", () => readNetwork(digits, { format: "gguf" as never }), "bad-option", '"gguf"'],
    ["a format that it is not", () => readNetwork(digits, { format: "json" }), "bad-file", "JSON"],
    ["a row of safetensors", () => readNetwork(digits, { row: 0 }), "bad-option", "row"],
    ["half a row", () => readNetwork(digits, { row: 0.5 }), "bad-option", "0.5"],
    ["a negative row", () => readNetwork(digits, { row: -1 }), "bad-option", "-1"],
    [
      "another orientation",
      () => readNetwork(digits, { orientation: "rows" as never }),
      "bad-option",
      "rows",
    ],
  ];
  it.each(bad)("refuses %s", async (_, run, code, message) => {
    await expectRefusal(run, code, message);
  });
});

describe("the file system", () => {
  it("is imported where Node is too old to be asked for it", async () => {
    const ask = vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
    expect((await readNetwork(digits)).layers).toHaveLength(3);
    expect(ask).toHaveBeenCalled();
    ask.mockRestore();
  });

  it("may be missing: the message says what to pass", async () => {
    const ask = vi.spyOn(process, "getBuiltinModule").mockImplementation(() => {
      throw new Error("no such module");
    });
    await expectRefusal(() => readNetwork(digits), "unsupported-runtime", "pass its bytes or a Blob");
    ask.mockRestore();
  });
});

describe("goldens", () => {
  const files = readdirSync("test/goldens").filter((name) => name.endsWith(".safetensors"));

  it.each(files)("%s", async (name) => {
    const bytes = readFileSync(`test/goldens/${name}`);
    const { tensors, metadata } = decodeSafetensors(bytes);
    const specs = JSON.parse(metadata.get("activations")!) as unknown[];
    if (!specs.every(isKnown)) return expectRefusal(() => readNetwork(bytes), "unknown-activation");
    const { layers, input, notes } = await readNetwork(bytes);
    expect(layers).toHaveLength(specs.length + 1);
    expect(layers.map((layer) => layer.weightVariance)).toEqual(JSON.parse(metadata.get("w_var")!));
    layers.forEach(({ weight, bias }, l) => {
      const stored = tensors.get(`layers.${l}.weight`)!;
      expect(weight).toEqual({ rows: stored.shape[0], columns: stored.shape[1], data: stored.data });
      expect(bias).toEqual(tensors.get(`layers.${l}.bias`)?.data ?? null);
    });
    expect(input?.mean).toEqual(tensors.get("input.mean")?.data);
    expect(input?.covariance?.data).toEqual(tensors.get("input.covariance")?.data);
    expect(notes).toEqual([]);
  });
});

function isKnown(spec: unknown): boolean {
  try {
    return Boolean(parseActivation(spec));
  } catch {
    return false;
  }
}
