/** What a plan stores of each folding begins so; the layer follows. */
export const PREFIX = "fold/";

/** The squared lengths that are stored: what is cut off the entry's four pieces; the fold before and after, and in all. */
export const LENGTH = 7;
export const BEFORE = 4;
export const AFTER = 5;
export const WHOLE = 6;
