import type { NetworkSpec, NetworkSummary } from "../protocol/network-spec.ts";

/** A network in a few words. */
export function networkName(spec: NetworkSpec, summary: NetworkSummary | null): string {
  if (spec.source === "file") return summary?.name ?? spec.file.name;
  const { width, depth, activation, initialisation, seed } = spec;
  return `${width} wide, ${depth} ${activation} layers, ${initialisation}, seed ${seed}`;
}

/** 256-256-10, or 1024 ×16-10 where many are alike. */
export function shapeText({ layers }: NetworkSummary): string {
  const widths = [layers[0]!.inputs, ...layers.map(({ outputs }) => outputs)];
  const runs: { width: number; count: number }[] = [];
  for (const width of widths) {
    const last = runs.at(-1);
    if (last?.width === width) last.count++;
    else runs.push({ width, count: 1 });
  }
  return runs
    .map(({ width, count }) => (count > 2 ? `${width} (${count}×)` : Array(count).fill(width).join(" → ")))
    .join(" → ");
}
