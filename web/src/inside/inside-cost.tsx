import { samplesWithin } from "../state/inside.ts";
import { costs, summary } from "../state/network.ts";
import { expectedSeconds } from "../state/race.ts";
import { view } from "../state/view.ts";
import { bytes, duration, si, whole } from "../ui/format.ts";

/** What looking inside takes, before it is done. */
export function InsideCost() {
  const { order } = view.value;
  const cost = costs.value.get(`${order}-simple`);
  const seconds = expectedSeconds(`${order}-simple`);
  if (summary.value === null || !cost || seconds === null) return null;
  const covariances = summary.value.layers.reduce((sum, { outputs }) => sum + 2 * outputs ** 2, 0);
  return (
    <div class="card">
      <p>
        Means of every neuron at order {order}: {si(cost.flops)} FLOP, {bytes(cost.bytes)}, about{" "}
        {duration(seconds)}. Covariances of every layer at order 2: {bytes(8 * covariances)}.{" "}
        {whole(samplesWithin(1))} samples beside them: about a second.
      </p>
    </div>
  );
}
