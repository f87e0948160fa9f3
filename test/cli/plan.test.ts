import { join } from "node:path";
import { describe, it } from "vitest";
import { byteSize, withPrefix } from "../../src/cli/numbers.ts";
import { files, folder, json, kprop, network, SMALL, WIDE } from "./support.ts";

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

  it("says what is folded, unless told not to", async ({ expect }) => {
    const path = join(await folder(), "deep.safetensors");
    await kprop(["generate", "--width", "32", "--depth", "24", "-o", path]);
    const args = ["plan", path, "--order", "3", "--form", "shared-chain"];
    const [folded, whole] = await Promise.all([kprop(args), kprop([...args, "--no-fold"])]);
    expect(folded.stdout).toContain(
      "order 3 simple, shared-chain, folded to 8 directions after 7 layers, exact metric, f64\n",
    );
    expect(whole.stdout).toContain("order 3 simple, shared-chain, exact metric, f64\n");
  });

  it("sums operations by layer in text", async ({ expect }) => {
    const args = ["plan", network("he-relu-256x4.safetensors")];
    const [{ stdout }, planned] = await Promise.all([kprop(args), json<PlanJson>(...args)]);
    const gemms = planned.operations.filter(({ op, layer }) => op === "gemm" && layer === 2);
    const flops = withPrefix(gemms.reduce((sum, operation) => sum + operation.flops, 0));
    expect(stdout).toMatch(new RegExp(`^ {4}2 {2}gemm +${gemms.length} +${flops}$`, "m"));
    const all = `${withPrefix(planned.flops, "FLOP")}, ${byteSize(planned.bytes)}`;
    expect(stdout).toContain(`\nin all ${all}, 1 thread\n`);
  });

  it("plans what would not fit too, and says so", async ({ expect }) => {
    const args = ["plan", await file("wide.json", WIDE), "--threads", "3"];
    const [{ code, stdout }, { warnings, bytes }] = await Promise.all([kprop(args), json<PlanJson>(...args)]);
    expect(code).toBe(0);
    expect(bytes).toBeGreaterThan(8 * 40_000 ** 2);
    expect(stdout).toContain(
      `, ${byteSize(bytes)}, 3 threads\nwarning: order 2 simple on widths 1-40000-2-1 `,
    );
    expect(warnings).toEqual([{ code: "too-large", message: expect.stringContaining("GiB") }]);
  });
});
