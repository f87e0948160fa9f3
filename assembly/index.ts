export { cholesky_f64, choleskyRemainder_f64 } from "./cholesky";
export { forward_f32, forward_f64, negate_f32, negate_f64 } from "./forward";
export { erf, erfc, exp, log, normalCdf, normalPdf } from "./gaussian";
export { gemm_f32, gemm_f64, gemmWorkspace_f32, gemmWorkspace_f64 } from "./gemm";
export { mirror_f32, mirror_f64 } from "./mirror";
export {
  blockMoments_f32,
  blockMoments_f64,
  mergeMoments,
  pairMeans_f32,
  pairMeans_f64,
} from "./moments";
export { orthonormalise_f32, orthonormalise_f64 } from "./orthonormalise";
export {
  quadraturePoints_f32,
  quadraturePoints_f64,
  quadratureSums_f32,
  quadratureSums_f64,
} from "./quadrature";
export { normals_f32, normals_f64 } from "./random";
export { smooth_f32, smooth_f64 } from "./smooth";
export { tailProbability } from "./tail";
export { terms_f32, terms_f64, termsScratch_f32, termsScratch_f64 } from "./terms";
export { floorVariance_f32, floorVariance_f64, passVariance_f32, passVariance_f64 } from "./variance";
export { wickPolynomial_f32, wickPolynomial_f64, wickTwoSided_f32, wickTwoSided_f64 } from "./wick";

export function heapBase(): usize {
  return __heap_base;
}
