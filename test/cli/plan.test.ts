import { describe, it } from "vitest";
import { byteSize, withPrefix } from "../../src/cli/numbers.ts";
import { files, json, kprop, network, SMALL, WIDE } from "./support.ts";

const file = await files();
const small = await file("small.json", SMALL);

interface PlanJson {
  readonly flops: number;
  readonly bytes: number;
  readonly operations: { op: string; layer: number; flops: number }[];
  readonly buffers: unknown[];
  readonly warnings: { code: string; message: string }[];
}

describe.concurrent("plan", () => {
  it("tells what the estimate will then report", async ({ expect }) => {
    const method = ["--order", "3", "--kind", "augment", "--dtype", "f32"];
    const [planned, done] = await Promise.all([
      json<PlanJson>("plan", small, ...method),
      json("estimate", small, ...method),
    ]);
    expect(planned).toMatchObject({ order: 3, kind: "augment", metric: "exact", dtype: "f32", warnings: [] });
    expect([planned.flops, planned.bytes]).toEqual([done.flops, done.bytes]);
    expect(planned.operations.reduce((sum, { flops }) => sum + flops, 0)).toBe(planned.flops);
    expect(planned.buffers.length).toBeGreaterThan(0);
  });

  it("sums operations by layer in text", async ({ expect }) => {
    const args = ["plan", network("he-relu-256x4.safetensors")];
    const [{ stdout }, planned] = await Promise.all([kprop(args), json<PlanJson>(...args)]);
    const gemms = planned.operations.filter(({ op, layer }) => op === "gemm" && layer === 2);
    const flops = withPrefix(gemms.reduce((sum, operation) => sum + operation.flops, 0));
    expect(stdout).toMatch(new RegExp(`^ {4}2 {2}gemm +${gemms.length} +${flops}$`, "m"));
    const all = `${withPrefix(planned.flops, "FLOP")}, ${byteSize(planned.bytes)}`;
    expect(stdout).toContain(`\nin all ${all}\n`);
  });

  it("plans what would not fit too, and says so", async ({ expect }) => {
    const args = ["plan", await file("wide.json", WIDE)];
    const [{ code, stdout }, { warnings, bytes }] = await Promise.all([kprop(args), json<PlanJson>(...args)]);
    expect(code).toBe(0);
    expect(bytes).toBeGreaterThan(8 * 40_000 ** 2);
    expect(stdout).toContain(`, ${byteSize(bytes)}\nwarning: order 2 simple on widths 1-40000-2-1 `);
    expect(warnings).toEqual([{ code: "too-large", message: expect.stringContaining("GiB") }]);
  });
});
