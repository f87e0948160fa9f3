import type { SmoothKernel } from "../backend/apply-smooth.ts";
import { bytesPerElement, type Dtype } from "../backend/dtype.ts";
import type { Kernels, Pointer } from "../backend/instance.ts";

/** The kernels of one type that sampling calls; see assembly/ for what each does. */
export interface SamplingKernels {
  /** Of an element. */
  readonly bytes: number;
  gemmWorkspace(m: number, n: number, k: number): number;
  gemm(
    m: number,
    n: number,
    k: number,
    a: Pointer,
    rsa: number,
    csa: number,
    b: Pointer,
    rsb: number,
    csb: number,
    c: Pointer,
    ldc: number,
    accumulate: number,
    triangle: number,
    workspace: Pointer,
  ): void;
  normals(
    out: Pointer,
    rows: number,
    columns: number,
    ld: number,
    seedLow: number,
    seedHigh: number,
    firstLow: number,
    firstHigh: number,
    stream: number,
  ): void;
  forward(
    rows: number,
    columns: number,
    z: Pointer,
    ld: number,
    bias: Pointer,
    activation: number,
    parameters: Pointer,
  ): number;
  smooth: SmoothKernel;
  negate(rows: number, columns: number, from: Pointer, to: Pointer, ld: number): void;
  blockMoments(rows: number, columns: number, x: Pointer, ld: number, mean: Pointer, m2: Pointer): void;
  /** Moments of f64 rows, whatever the type of the samples. */
  blockMomentsF64(rows: number, columns: number, x: Pointer, ld: number, mean: Pointer, m2: Pointer): void;
  mergeMoments(
    rows: number,
    count: number,
    mean: Pointer,
    m2: Pointer,
    added: number,
    addedMean: Pointer,
    addedM2: Pointer,
  ): void;
  pairMeans(rows: number, columns: number, x: Pointer, mirror: Pointer, ld: number, out: Pointer): void;
}

export function samplingKernels(kernels: Kernels, dtype: Dtype): SamplingKernels {
  const kernel = <K extends keyof SamplingKernels>(name: string) => kernels[name] as SamplingKernels[K];
  return {
    bytes: bytesPerElement(dtype),
    gemmWorkspace: kernel<"gemmWorkspace">(`gemmWorkspace_${dtype}`),
    gemm: kernel<"gemm">(`gemm_${dtype}`),
    normals: kernel<"normals">(`normals_${dtype}`),
    forward: kernel<"forward">(`forward_${dtype}`),
    smooth: kernel<"smooth">(`smooth_${dtype}`),
    negate: kernel<"negate">(`negate_${dtype}`),
    blockMoments: kernel<"blockMoments">(`blockMoments_${dtype}`),
    blockMomentsF64: kernel<"blockMomentsF64">("blockMoments_f64"),
    mergeMoments: kernel<"mergeMoments">("mergeMoments"),
    pairMeans: kernel<"pairMeans">(`pairMeans_${dtype}`),
  };
}
