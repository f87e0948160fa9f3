/** dist/bench.js: the benchmark for any runtime, in one file. */
export { type Report, reportTable } from "./report.ts";
export { measureRuntime, type RuntimeOptions } from "./suite.ts";
