import { networkName } from "../network/network-name.ts";
import { costs, spec, summary } from "../state/network.ts";
import { certified, estimates, points, reference, sampled, samples, speed } from "../state/race.ts";

/** Everything that the race found. */
export function raceNumbers(): unknown {
  return {
    network: networkName(spec.value, summary.value),
    link: location.href,
    browser: navigator.userAgent,
    threads: speed.value?.threads,
    reference: reference.value && { error: reference.value.error, truth: reference.value.leader === null },
    certificate: certified.value,
    methods: estimates.value.map(({ mean, ...rest }, i) => ({
      ...rest,
      planned: costs.value.get(points.value![i]!.key),
      vnMse: points.value![i]!.error,
      how: points.value![i]!.how,
      mean: [...mean],
    })),
    sampling: samples.value,
    sampledMean: [...(sampled.value.at(-1)?.mean ?? [])],
  };
}

export function raceRows(): readonly (readonly (string | number)[])[] {
  return [
    ["method", "samples", "seconds", "flops", "vnmse", "how"],
    ...(points.value ?? []).map((p) => [p.key, "", p.seconds, p.flops, p.error, p.how]),
    ...(samples.value ?? []).map((p) => ["sampling", p.samples, p.seconds, p.flops, p.error, ""]),
  ];
}
