import { scaleLinear } from "d3-scale";

/** Dark to light, by steps that look even. */
const SEQUENTIAL = ["#141b41", "#27408f", "#2f78b7", "#37afb0", "#8fd694", "#f4f0a8"];
/** Below, at and above zero. */
const DIVERGING = ["#1f4fbf", "#7fa8ef", "#f3f3f3", "#f3a27c", "#b6321f"];

export interface ColourScale {
  readonly low: number;
  readonly high: number;
  colour(value: number): string;
}

export function sequential(low: number, high: number): ColourScale {
  return scale(SEQUENTIAL, low, high > low ? high : low + 1);
}

/** Symmetric about 0. */
export function diverging(most: number): ColourScale {
  return scale(DIVERGING, -most, most);
}

function scale(colours: readonly string[], low: number, high: number): ColourScale {
  const domain = colours.map((_, i) => low + ((high - low) * i) / (colours.length - 1));
  return { low, high, colour: scaleLinear<string>().domain(domain).range(colours).clamp(true) };
}
