/** What the difference of two equal second moments, each rounded, may be off by, as a fraction of them. */
export const ROUNDING = { f32: 2 ** -22, f64: 2 ** -50 };
