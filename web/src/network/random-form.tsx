import type { Initialisation, RandomSpec } from "../protocol/network-spec.ts";
import { MOST_DEPTH, WIDTHS } from "../state/link.ts";
import { change } from "../state/view.ts";
import { Choice } from "../ui/choice.tsx";
import { NumberField } from "../ui/number-field.tsx";
import { ACTIVATIONS } from "./activations.ts";

/** What a random network is drawn by. */
export function RandomForm({ spec }: { spec: RandomSpec }) {
  const set = (part: Partial<RandomSpec>) => change({ network: { ...spec, ...part } });
  const step = WIDTHS.findLastIndex((width) => width <= spec.width);
  return (
    <div class="fields">
      <label class="field">
        <span>
          Width <b>{spec.width}</b>
        </span>
        <input
          type="range"
          min={0}
          max={WIDTHS.length - 1}
          value={step}
          aria-valuetext={`${spec.width} neurons`}
          onInput={(event) => set({ width: WIDTHS[Number(event.currentTarget.value)]! })}
        />
      </label>
      <label class="field">
        <span>
          Depth <b>{spec.depth}</b>
        </span>
        <input
          type="range"
          min={1}
          max={MOST_DEPTH}
          value={spec.depth}
          aria-valuetext={`${spec.depth} hidden layers`}
          onInput={(event) => set({ depth: Number(event.currentTarget.value) })}
        />
      </label>
      <Choice
        label="Activation"
        value={spec.activation}
        options={ACTIVATIONS.map((name) => ({ value: name, text: name }))}
        onChange={(activation) => set({ activation })}
      />
      <Choice
        label="Initialisation"
        value={spec.initialisation}
        options={[
          { value: "he", text: "He: variance 2 / inputs" },
          { value: "critical", text: "critical point" },
        ]}
        onChange={(initialisation) => set({ initialisation: initialisation as Initialisation })}
      />
      <div class="with-button">
        <NumberField label="Seed" value={spec.seed} least={0} onChange={(seed) => set({ seed })} />
        <button type="button" class="quiet" onClick={() => set({ seed: spec.seed + 1 })}>
          Next
        </button>
      </div>
    </div>
  );
}
