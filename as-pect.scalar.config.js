import config from "./as-pect.config.js";
import { withoutSimd } from "./scripts/scalar/lower.mjs";

/** The same tests of the kernels as they are where the runtime has no SIMD. */
export default {
  ...config,
  instantiate(memory, createImports, instantiate, binary) {
    return config.instantiate(memory, createImports, instantiate, withoutSimd(binary));
  },
};
