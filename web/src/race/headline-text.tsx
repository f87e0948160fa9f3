import type { Headline } from "../model/race-points.ts";
import { duration, si, times } from "../ui/format.ts";

/** The race's result in a sentence. */
export function HeadlineText({ headline, running }: { headline: Headline | null; running: boolean }) {
  return (
    <p class="headline" aria-live={running ? "off" : "polite"}>
      {headline === null ? (
        "Which is closer to the network’s true expected outputs, a propagation of cumulants or samples?"
      ) : (
        <Result {...headline} />
      )}
    </p>
  );
}

function Result({ best, worth, meanwhile }: Headline) {
  if (worth < meanwhile) {
    return (
      <>
        <b>Sampling wins here</b>: after {duration(best.seconds)} it is {times(meanwhile / worth)} closer than{" "}
        {best.label}.
      </>
    );
  }
  return (
    <>
      In {duration(best.seconds)}, <b>{best.label}</b> is worth <b>{si(worth)} samples</b>. Sampling draws{" "}
      {si(meanwhile)} meanwhile: <b class="win">{times(worth / meanwhile)}</b>
    </>
  );
}
