import type { Estimate } from "../estimate/estimate.ts";
import { duration, roughCount, scientific, withPrefix } from "./numbers.ts";
import { print } from "./output.ts";
import { meanLine } from "./report.ts";
import { threadCount } from "./threads-option.ts";

/** What is known of an estimate's error, and the combination with samples if there is one. */
export function printTrust(estimate: Estimate): void {
  const { expectedError, check, certificate, combined, expense } = estimate;
  if (expectedError !== null) print(meanLine("± (guess)", expectedError.output));
  if (check !== undefined && isOff(estimate)) {
    print(meanLine("sampled", check.mean));
    print(meanLine("± (1σ)", check.standardError));
  }
  if (certificate !== undefined) {
    print(meanLine("sampled", certificate.sampled.mean));
    print(meanLine("± (1σ)", certificate.sampled.standardError));
  }
  if (combined !== undefined && expense === undefined) print(meanLine("combined", combined.mean));
  const lines = [...looked(estimate), ...certified(estimate), ...foretold(estimate), ...shared(estimate)];
  if (lines.length > 0) print(`\n${lines.join("\n")}`);
}

function isOff({ warnings }: Estimate): boolean {
  return warnings.some(({ code }) => code === "off-samples");
}

function looked(estimate: Estimate): string[] {
  if (estimate.check === undefined) return [];
  const { samples, flops, seconds } = estimate.check;
  const found = isOff(estimate) ? "is not within" : "is within";
  return [
    `the estimate ${found} what ${samples} samples allow (${withPrefix(flops, "FLOP")}, ${duration(seconds)})`,
  ];
}

function certified({ certificate, expense }: Estimate): string[] {
  if (certificate === undefined) return [];
  const whose = expense === undefined ? "" : "the estimate’s ";
  const { samples, flops, seconds, threads, vnmse, lower, upper, worthSamples } = certificate;
  const cost = `${samples} samples: ${withPrefix(flops, "FLOP")}, ${duration(seconds)}, ${threadCount(threads)}`;
  if (vnmse === null || lower === null || upper === null || worthSamples === null) {
    return [cost, "no sample differs from another, so that there is no vnMSE"];
  }
  return [
    cost,
    `${whose}vnMSE ${scientific(vnmse)}; above ${scientific(lower)} and below ${scientific(upper)}, with 95 % each`,
    `worth at least ${roughCount(worthSamples)} samples`,
  ];
}

function foretold({ expectedError, expense }: Estimate): string[] {
  const vnmse = expectedError?.vnmse ?? null;
  return vnmse === null || expense !== undefined
    ? []
    : [`its orders foretell a vnMSE of ${scientific(vnmse)}`];
}

function shared({ combined }: Estimate): string[] {
  return combined === undefined ? [] : [`combined: the samples’ share is ${combined.share.toPrecision(3)}`];
}
