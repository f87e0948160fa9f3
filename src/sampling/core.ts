import { wickFlops } from "../activations/flops.ts";
import { identity } from "../activations/identity.ts";
import { quadratureBytes } from "../activations/quadrature.ts";
import { Arena } from "../backend/arena.ts";
import { bytesOfText } from "../backend/byte-text.ts";
import { WHOLE } from "../backend/instance.ts";
import { paced } from "../backend/pace.ts";
import { wickCoefficients } from "../backend/wick.ts";
import { KpropError } from "../errors.ts";
import { STREAM } from "./seed.ts";

/** What is loaded already, handed to the chunks of control variates and Sobol points, as tail/core.ts hands it to its own. */
export const core = () => ({
  Arena,
  bytesOfText,
  identity,
  KpropError,
  paced,
  quadratureBytes,
  STREAM,
  WHOLE,
  wickCoefficients,
  wickFlops,
});

export type Core = ReturnType<typeof core>;
