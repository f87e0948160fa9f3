/**
 * How products round. "strict": every multiply and every add by itself, the same bits everywhere. "relaxed": both at
 * once where the machine has fused multiply-add, which is faster; bits may differ between machines and runtimes.
 */
export type Precision = "strict" | "relaxed";

export const PRECISIONS: readonly Precision[] = ["strict", "relaxed"];
