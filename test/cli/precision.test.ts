import { describe, it } from "vitest";
import { bytesOfText } from "../../src/backend/byte-text.ts";
import { RELAXED_KERNELS_TEXT } from "../../src/backend/kernels-relaxed.generated.ts";
import { files, json, kprop, run, SMALL } from "./support.ts";

const file = await files();
const small = await file("small.json", SMALL);
const COMMANDS = [
  ["estimate", small],
  ["sample", small, "--samples", "100"],
];

/** What Node uses without flags: Node 20 has no relaxed SIMD. */
const base64 = Buffer.from(bytesOfText(RELAXED_KERNELS_TEXT)).toString("base64");
const validates = `WebAssembly.validate(Buffer.from("${base64}", "base64"))`;
const used = (await run(process.execPath, ["-p", validates])).stdout === "true\n" ? "relaxed" : "strict";

describe.concurrent("--precision relaxed", () => {
  it.for(COMMANDS)("is taken by %s, which says what was used", async (args, { expect }) => {
    const got = await json(...args, "--precision", "relaxed");
    expect(got.precision).toBe(used);
    expect((await json(...args)).precision).toBe("strict");
    const { stdout } = await kprop([...args, "--precision", "relaxed"]);
    expect(/, f\d\d relaxed\n/.test(stdout)).toBe(used === "relaxed");
  });

  it("is taken by compare", async ({ expect }) => {
    const args = ["compare", small, "--samples", "100", "--precision", "relaxed"];
    expect((await json(...args)).estimates).toHaveLength(2);
  });
});
