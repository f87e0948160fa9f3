/**
 * Frozen: what a seed means for a certificate, in bits. A change of any of them is a new major version.
 */
import { expect, it } from "vitest";
import { estimate } from "../../../src/estimate/estimate.ts";
import { randomNetwork } from "../../../src/sampling/random-network.ts";

function hex(x: number): string {
  return new BigUint64Array(Float64Array.of(x).buffer)[0]!.toString(16).padStart(16, "0");
}

it("a certificate and a combination", async () => {
  const network = await randomNetwork({ width: 16, depth: 2, seed: 1 });
  const { certificate, combined } = await estimate(network, {
    order: 1,
    verify: 8000,
    combine: "safe",
    seed: 3,
  });
  const { mse, lower, upper, dimension } = certificate!;
  expect([mse, lower!, upper!, dimension, combined!.share, combined!.mean[0]!].map(hex)).toEqual([
    "3f6275adcd07fe4f",
    "3f5eac9665607aa9",
    "3f705414fe175929",
    "400ccb86bb91936d",
    "3fef657cfbbab734",
    "3fc8ab69eebcb82d",
  ]);
});
