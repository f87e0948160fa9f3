import { estimate } from "kprop";
import type { Progress, Spectrum, SpectrumRequest } from "../protocol/jobs.ts";
import { opened } from "./read-network.ts";
import { HERE } from "./threads.ts";

/** Eigenvalues of the covariance of a layer's pre-activation, at order 2. */
export async function spectrum(
  { network: spec, layer }: SpectrumRequest,
  tell: (event: Progress) => void,
): Promise<Spectrum> {
  const { network } = await opened(spec);
  const layers = network.layers.slice(0, layer + 1);
  const { cumulants } = await estimate(
    { ...network, layers },
    { order: 2, dtype: "f64", ladder: false, check: false, cumulants: true, ...HERE },
  );
  const { data, shape } = cumulants!.get(`Z${layer + 1}/kappa2`)!;
  tell({ type: "progress", stage: "eigenvalues", done: 0.5 });
  const { EigenvalueDecomposition, Matrix } = await import("ml-matrix");
  const covariance = Matrix.from1DArray(shape[0]!, shape[0]!, data as Float64Array);
  const { realEigenvalues } = new EigenvalueDecomposition(covariance, { assumeSymmetric: true });
  return { layer, eigenvalues: Float64Array.from(realEigenvalues).sort().reverse() };
}
