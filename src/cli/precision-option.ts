import { Option } from "commander";
import { PRECISIONS } from "../backend/precision.ts";

/** `--precision`, of every command that computes. */
export function precisionOption(): Option {
  return new Option("--precision <PRECISION>", "relaxed: fused multiply-add, bits may differ elsewhere")
    .choices([...PRECISIONS])
    .default("strict");
}
