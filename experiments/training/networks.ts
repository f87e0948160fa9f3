import { readNetwork } from "../../src/network/read.ts";
import { ORDER_4, ORDERS_TO_3 } from "../measure/methods.ts";
import { rounded } from "../measure/rounded.ts";
import { once, type Subject } from "../measure/subject.ts";
import { Course } from "./course.ts";
import type { Examined } from "./examine.ts";
import { spikedNetwork } from "./spiked.ts";
import { variants } from "./variants.ts";

const TO_4 = [...ORDERS_TO_3, ORDER_4];
/** From this width on order 4 takes too long for many networks, and so do samples. */
const WIDE = 256;

/** Samples of a network's truth. */
const SAMPLES = { narrow: 2 ** 21, wide: 2 ** 19, spiked: 2 ** 20, quick: 2 ** 17 };

const SPIKED = { full: { width: 128, depth: 4 }, quick: { width: 32, depth: 3 } };
const STRENGTHS = { full: [0, 1, 2, 4, 8, 16], quick: [0, 4] };
/** Neurons of a layer that a confined spike reads and writes. */
const CONFINED = 4;

/** The test network, trained elsewhere on 8×8 digits. */
export function digits(): Examined {
  const [width, depth, file] = [128, 2, "test/networks/digits-64-128-128-10"];
  const subject: Subject = {
    name: "digits-64-128-128-10",
    facts: { network: "digits", width, depth },
    size: { width, depth },
    load: once(() => readNetwork(`${file}.safetensors`, { activation: "relu" })),
    known: { file: `${file}.truth.json`, samples: 2 ** 24 },
  };
  return { subject, methods: TO_4, samples: SAMPLES.wide };
}

/** Every network that training goes through. */
export function trained(quick: boolean): Examined[] {
  return variants({ quick }).flatMap((variant) => {
    const { name, recipe } = variant;
    const [course, width, depth] = [new Course(variant), recipe.widths[0]!, recipe.widths.length];
    const wide = width >= WIDE;
    return recipe.checkpoints.map((step): Examined => {
      const facts = { network: name, width, depth, weight_decay: recipe.weightDecay, step };
      const load = async () => (await course.at(step)).network;
      const subject = { name: `${name} step ${step}`, facts, size: { width, depth }, load };
      return {
        subject,
        methods: wide ? ORDERS_TO_3 : TO_4,
        samples: quick ? SAMPLES.quick : wide ? SAMPLES.wide : SAMPLES.narrow,
        making: { ensure: (watch) => course.ensure(watch), cost: step === 0 ? course.cost : 0 },
        found: async () => {
          const { trainingLoss, testLoss, testAccuracy } = await course.at(step);
          const losses = { training_loss: rounded(trainingLoss, 4), test_loss: rounded(testLoss, 4) };
          return { ...losses, test_accuracy: testAccuracy };
        },
      };
    });
  });
}

/** Random networks with a spike that goes through all neurons, or some. */
export function spiked(quick: boolean): Examined[] {
  const form = quick ? "quick" : "full";
  const size = SPIKED[form];
  return [size.width, CONFINED].flatMap((spread) =>
    STRENGTHS[form].map((strength): Examined => {
      const network = `spike on ${spread === size.width ? "all" : spread} neurons`;
      const subject: Subject = {
        name: `${network} ${size.width}x${size.depth} strength ${strength}`,
        facts: { network, ...size, strength },
        size,
        load: once(() => spikedNetwork({ ...size, outputs: 10, strength, spread, seed: 1 })),
      };
      return { subject, methods: TO_4, samples: quick ? SAMPLES.quick : SAMPLES.spiked };
    }),
  );
}
