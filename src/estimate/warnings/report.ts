import type { ExecutionResult } from "../../plan/execute.ts";

/** What was found of the variances that enter one layer's activation. */
export type VarianceReportOfLayer = ExecutionResult["variances"][number];
