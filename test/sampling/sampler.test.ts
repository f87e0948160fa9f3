import { describe, expect, it } from "vitest";
import { instantiateKernels } from "../../src/backend/kernels.ts";
import type { Moments } from "../../src/sampling/moments.ts";
import type { SampleSettings } from "../../src/sampling/options.ts";
import { Sampler } from "../../src/sampling/sampler.ts";
import { hasControl } from "../../src/sampling/variance.ts";
import { evaluation, gaussian, network, settings } from "./networks.ts";

const NET = network([5, 9, 7, 3]);

function finish<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** The moments after each of these steps. */
async function run(
  asked: SampleSettings,
  steps: readonly number[],
  columns?: number,
  net = NET,
): Promise<Moments[][]> {
  const sampler = new Sampler(await instantiateKernels(), await evaluation(net, asked), columns);
  return steps.map((step) => {
    finish(sampler.advance(step));
    return finish(sampler.moments());
  });
}

describe.each([
  settings({ dtype: "f32", layers: true }),
  settings({ dtype: "f64", variance: "antithetic" }),
  settings({ dtype: "f32", variance: "antithetic", layers: true, input: gaussian(5, 2) }),
  settings({ dtype: "f32", variance: "control" }),
  settings({ dtype: "f32", variance: "sobol", samples: 1024, layers: true }),
  settings({ dtype: "f64", variance: "sobol-control", samples: 1024, input: gaussian(5, 2) }),
])("Sampler %#", (asked) => {
  it("gives the same bits whatever the batch", async () => {
    const whole = await run(asked, [1000]);
    for (const columns of [128, 384, 1024]) expect(await run(asked, [1000], columns)).toEqual(whole);
  });

  it("gives the same bits whatever the steps, and a shorter run on the way", async () => {
    const [direct] = await run(asked, [1000]);
    const [early] = await run(asked, [300]);
    const steps = await run(asked, [2, 62, 64, 172, 500, 200]);
    expect(steps[3]).toEqual(early);
    expect(steps[5]).toEqual(direct);
  });

  it.skipIf(hasControl(asked.variance))(
    "keeps the output's moments with or without the layers'",
    async () => {
      const [all] = await run({ ...asked, layers: true }, [200]);
      const [output] = await run({ ...asked, layers: false }, [200]);
      expect(all).toHaveLength(3);
      expect(output).toEqual([all![2]]);
    },
  );
});

it("gives the same bits where a layer is evaluated some rows at a time", async () => {
  const wide = network([1024, 1030, 3]);
  const asked = settings({ dtype: "f32", layers: true });
  const whole = await run(asked, [256], 64, wide);
  expect(await run(asked, [256], 256, wide)).toEqual(whole);
});
