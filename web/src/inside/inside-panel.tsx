import { useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { diverging, sequential } from "../charts/colours.ts";
import { ASPECTS, type Aspect, aspectRows, extent } from "../model/profiles.ts";
import { networkName } from "../network/network-name.ts";
import type { InsideResult } from "../protocol/jobs.ts";
import { choose, chosen, job, look, result } from "../state/inside.ts";
import { spec, summary } from "../state/network.ts";
import { settled } from "../state/race.ts";
import { change, view } from "../state/view.ts";
import { Choice } from "../ui/choice.tsx";
import { ExportBar } from "../ui/export-bar.tsx";
import { JobBar } from "../ui/job-bar.tsx";
import { Problem } from "../ui/problem.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { WarningList } from "../ui/warnings.tsx";
import { HeatMap } from "./heat-map.tsx";
import { InsideCost } from "./inside-cost.tsx";
import { NeuronCards } from "./neuron-cards.tsx";

export function InsidePanel() {
  return (
    <>
      <div class="toolbar">
        <JobBar
          start="Look inside"
          running={job.progress.value !== null}
          disabled={!settled.value}
          onStart={look}
          onStop={() => job.cancel()}
          stage={job.progress.value?.stage ?? ""}
          left={job.left}
          done={job.progress.value?.done ?? 0}
        />
        <Choice
          label="Means of order"
          value={String(view.value.order)}
          options={["1", "2", "3"].map((order) => ({ value: order, text: `K = ${order}` }))}
          onChange={(order) => change({ order: Number(order) })}
        />
      </div>
      <Problem failure={job.failure.value} />
      {result.value === null ? <InsideCost /> : <Layers result={result.value} />}
      <NeuronCards />
    </>
  );
}

const NAMES: Record<Aspect, string> = {
  mean: "Mean",
  deviation: "Std. deviation",
  difference: "Off samples by",
};
const UNITS: Record<Aspect, string> = {
  mean: "Predicted mean of what each neuron gives.",
  deviation: "Predicted standard deviation of what each neuron gives, at order 2.",
  difference:
    "Predicted less sampled mean, in standard errors: beyond ±4 is the estimate’s error, not the samples’ noise.",
};

function Layers({ result }: { result: InsideResult }) {
  const svg = useRef<SVGSVGElement>(null);
  const aspect = useSignal<Aspect>("mean");
  const kind = aspect.value;
  const rows = useMemo(() => aspectRows(result, kind), [result, kind]);
  const scale = useMemo(() => {
    const [low, high] = extent(rows);
    return kind === "difference" ? diverging(Math.max(4, -low, high)) : sequential(Math.min(0, low), high);
  }, [rows, kind]);
  const marked = new Set(result.warnings.flatMap(({ layer }) => layer ?? []));
  const { layer, neuron } = chosen.value;
  const profile = result.layers[layer]!;
  return (
    <figure class="card">
      <figcaption class="card-head">
        <h2>Every neuron of every layer</h2>
        <Segmented
          label="What to show"
          name="aspect"
          options={ASPECTS.map((value) => ({ value, text: NAMES[value] }))}
          value={kind}
          onChange={(value) => {
            aspect.value = value;
          }}
        />
      </figcaption>
      <HeatMap
        title={NAMES[kind]}
        rows={rows}
        scale={scale}
        marked={marked}
        chosen={chosen.value}
        onChoose={choose}
        svgRef={svg}
      />
      <p class="note">{UNITS[kind]}</p>
      <p class="readout" aria-live="polite">
        Layer {layer + 1}, neuron {neuron + 1}: predicted {profile.mean[neuron]!.toPrecision(4)} ±{" "}
        {profile.deviation[neuron]!.toPrecision(4)}, sampled {profile.sampledMean[neuron]!.toPrecision(4)} ±{" "}
        {profile.sampledDeviation[neuron]!.toPrecision(4)}
      </p>
      <WarningList warnings={result.warnings} />
      <ExportBar
        name="layers"
        svg={svg}
        rows={() => layerRows(result)}
        numbers={() => layerNumbers(result)}
      />
    </figure>
  );
}

function layerRows({ layers }: InsideResult): (string | number)[][] {
  return [
    ["layer", "neuron", "mean", "deviation", "sampled_mean", "sampled_deviation"],
    ...layers.flatMap((layer, l) =>
      [...layer.mean].map((mean, i) => [
        ...[l + 1, i + 1, mean, layer.deviation[i]!],
        ...[layer.sampledMean[i]!, layer.sampledDeviation[i]!],
      ]),
    ),
  ];
}

function layerNumbers({ layers, warnings, samples }: InsideResult): unknown {
  const plain = layers.map((layer) =>
    Object.fromEntries(Object.entries(layer).map(([name, values]) => [name, [...values]])),
  );
  return { network: networkName(spec.value, summary.value), samples, warnings, layers: plain };
}
