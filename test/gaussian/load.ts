import { instantiateKernels } from "../../src/backend/kernels.ts";

export type RealFunction = (x: number) => number;

/** The scalar functions of assembly/gaussian.ts. */
export interface GaussianFunctions {
  readonly exp: RealFunction;
  readonly log: RealFunction;
  readonly erf: RealFunction;
  readonly erfc: RealFunction;
  readonly normalPdf: RealFunction;
  readonly normalCdf: RealFunction;
}

export async function loadGaussian(): Promise<GaussianFunctions> {
  return (await instantiateKernels()) as unknown as GaussianFunctions;
}
