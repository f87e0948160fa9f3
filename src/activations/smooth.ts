/** The smooth functions that the kernels know; their codes in assembly/smooth.ts are their places here. */
export const SMOOTH = ["tanh", "sigmoid", "gelu", "silu", "softplus", "erf", "sin"] as const;

export type Smooth = (typeof SMOOTH)[number];

/** A caller's own function of one real number. */
export type RealFunction = (z: number) => number;
