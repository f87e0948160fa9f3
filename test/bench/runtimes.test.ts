import { expect, test } from "vitest";
import type { Row } from "../../bench/row.ts";
import { type Report, reportTable } from "../../bench/runtimes/report.ts";
import { browser, program, thisRuntime } from "../../bench/runtimes/runtime.ts";

test("programs are told from one another, though all call themselves Node", () => {
  const place = { platform: "linux", arch: "x64" };
  const node = { node: "24.3.0", v8: "13.6.233.10-node.28" };
  expect(program({ versions: node, ...place })).toEqual({
    runtime: "Node",
    version: "24.3.0",
    engine: "V8 13.6.233.10",
    platform: "linux x64",
  });
  const [deno, bun] = [
    { ...node, deno: "2.9.5", v8: "15.0.245.2-rusty" },
    { ...node, bun: "1.4.5" },
  ];
  expect(program({ versions: deno, ...place })).toMatchObject({ runtime: "Deno", engine: "V8 15.0.245.2" });
  expect(program({ versions: bun, ...place })).toMatchObject({ runtime: "Bun", engine: "JavaScriptCore" });
  expect(thisRuntime()).toMatchObject({ runtime: "Node", version: process.versions.node });
});

test.each([
  [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36",
    ["Chromium", "140", "V8", "X11; Linux x86_64"],
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.3485.54",
    ["Edge", "140.0.3485.54", "V8", "Windows NT 10.0; Win64; x64"],
  ],
  [
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    ["Firefox", "140", "SpiderMonkey", "X11; Linux x86_64; rv:140.0"],
  ],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
    ["Safari", "18.5", "JavaScriptCore", "Macintosh; Intel Mac OS X 10_15_7"],
  ],
  ["", ["unknown", "", "unknown", "unknown"]],
])("a browser is known by what it says: %s", (userAgent, [runtime, version, engine, platform]) => {
  expect(browser(userAgent)).toEqual({ runtime, version, engine, platform });
});

test("the table has a column a runtime: limits as rates, the rest as times and fractions", () => {
  const rows = (["f32", "f64"] as const).flatMap((dtype) =>
    [
      { name: `limit ${dtype} 4×8`, milliseconds: 1, gflops: 20, ofLimit: 0.9 },
      { name: `limit ${dtype} 5×8`, milliseconds: 1, gflops: 25, ofLimit: 1 },
      { name: `gemm ${dtype}`, milliseconds: 1.2345, gflops: 20, ofLimit: 0.876 },
    ].map((row) => ({ ...row, dtype }) as Row),
  );
  const report = (runtime: string): Report => ({
    ...{ kprop: "0.1.0", runtime, version: "1.2", engine: "V8", platform: "linux x64" },
    rows,
  });
  expect(reportTable([report("Node"), report("Bun")], true).split("\n")).toEqual([
    "|  | Node 1.2 | Bun 1.2 |",
    "|---|---|---|",
    "| engine | V8 | V8 |",
    "| limit f32 | 25.0 GFLOP/s | 25.0 GFLOP/s |",
    "| gemm f32 | 1.23 ms, 88% | 1.23 ms, 88% |",
    "| limit f64 | 25.0 GFLOP/s | 25.0 GFLOP/s |",
    "| gemm f64 | 1.23 ms, 88% | 1.23 ms, 88% |",
  ]);
});
