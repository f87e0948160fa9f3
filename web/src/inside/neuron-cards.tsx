import { useRef } from "preact/hooks";
import { LineKey } from "../charts/line-key.tsx";
import { densityOf, distance } from "../model/density.ts";
import { methodKey, methodName } from "../model/methods.ts";
import type { SampledTail, Spectrum, TailCurve } from "../protocol/jobs.ts";
import { choose, chosen, result, spectrum, tails } from "../state/inside.ts";
import { summary } from "../state/network.ts";
import { ExportBar } from "../ui/export-bar.tsx";
import { scientific, si } from "../ui/format.ts";
import { NumberField } from "../ui/number-field.tsx";
import { DensityChart } from "./density-chart.tsx";
import { SpectrumChart } from "./spectrum-chart.tsx";

/** One neuron and its layer, closely. */
export function NeuronCards() {
  const layers = summary.value?.layers;
  if (result.value === null || layers === undefined) return null;
  const { layer, neuron } = chosen.value;
  return (
    <>
      <div class="toolbar">
        <NumberField
          label="Layer"
          value={layer + 1}
          most={layers.length}
          onChange={(l) => choose(l - 1, neuron)}
        />
        <NumberField
          label="Neuron"
          value={neuron + 1}
          most={layers[layer]!.outputs}
          onChange={(i) => choose(layer, i - 1)}
        />
      </div>
      <div class="pair">
        {tails.sampled.value && <DensityCard sampled={tails.sampled.value} curves={tails.curves.value} />}
        {spectrum.value && <SpectrumCard spectrum={spectrum.value} />}
      </div>
    </>
  );
}

function DensityCard({ sampled, curves }: { sampled: SampledTail; curves: readonly TailCurve[] }) {
  const svg = useRef<SVGSVGElement>(null);
  const { thresholds, beyond, samples } = sampled;
  const shares = beyond.map((count) => count / samples);
  return (
    <figure class="card">
      <figcaption class="card-head">
        <h2>The neuron’s density</h2>
        <ul class="legend">
          <li>
            <span class="swatch sampling" /> {si(samples)} samples
          </li>
          {curves.map(({ method, probability }) => (
            <li key={methodKey(method)}>
              <LineKey method={method} /> {methodName(method)}{" "}
              <span class="note">
                off by{" "}
                {scientific(
                  distance(densityOf(thresholds, shares, 4), densityOf(thresholds, probability, 4)),
                )}
              </span>
            </li>
          ))}
        </ul>
      </figcaption>
      <DensityChart sampled={sampled} curves={curves} svgRef={svg} />
      <p class="note">
        Of the pre-activation. “Off by”: the total variation distance, the samples’ own noise included.
      </p>
      <ExportBar
        name="density"
        svg={svg}
        rows={() => [
          ["threshold", "sampled_above", ...curves.map(({ method }) => methodKey(method))],
          ...[...thresholds].map((t, i) => [t, shares[i]!, ...curves.map((c) => c.probability[i]!)]),
        ]}
        numbers={() => ({
          ...chosen.value,
          samples,
          thresholds: [...thresholds],
          above: [...shares],
          predicted: curves.map(({ method, probability }) => ({ method, above: [...probability] })),
        })}
      />
    </figure>
  );
}

function SpectrumCard({ spectrum: { layer, eigenvalues } }: { spectrum: Spectrum }) {
  const svg = useRef<SVGSVGElement>(null);
  const trace = eigenvalues.reduce((sum, x) => sum + x, 0);
  return (
    <figure class="card">
      <figcaption class="card-head">
        <h2>Layer {layer + 1}’s covariance</h2>
        <span class="note">effective dimension {(trace / eigenvalues[0]!).toPrecision(3)}</span>
      </figcaption>
      <SpectrumChart eigenvalues={eigenvalues} svgRef={svg} />
      <p class="note">
        Eigenvalues at order 2, of the pre-activations. Effective dimension: trace over the largest.
      </p>
      <ExportBar
        name="spectrum"
        svg={svg}
        rows={() => [["rank", "eigenvalue"], ...[...eigenvalues].map((value, i) => [i + 1, value])]}
        numbers={() => ({ layer: layer + 1, eigenvalues: [...eigenvalues] })}
      />
    </figure>
  );
}
