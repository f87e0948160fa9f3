import { split, standardise, type Task } from "../dataset.ts";
import { Draws } from "../draws.ts";

const [INPUTS, ADVICE] = [5, 5];
/** How far an advice turns, as a share of the half circle. */
const TURNS = [0, -0.05, 0.05, -0.12, 0.12];
/** Steps of time over which two courses are compared, and what a turn costs. */
const [STEPS, TURN_COST] = [16, 4];

/**
 * Two aircraft: where the other one is, its course and both speeds go in; for each of five turns what it is worth comes out, which
 * is the nearest distance that follows, up to a bound, less what the turn costs. Few inputs, and kinks where the best answer changes.
 */
export async function avoidance(seed: number, training: number, test: number): Promise<Task> {
  const count = training + test;
  const inputs = (await Draws.create(seed)).normals(count, INPUTS);
  const targets = new Float64Array(count * ADVICE);
  for (let s = 0; s < count; s++) {
    const [x, y, course, own, other] = inputs.subarray(s * INPUTS, (s + 1) * INPUTS) as unknown as number[];
    TURNS.forEach((turn, a) => {
      targets[s * ADVICE + a] =
        nearest([x! * 2, y! * 2], rotate(1 + 0.3 * own!, turn), rotate(1 + 0.3 * other!, course! / 2)) -
        TURN_COST * turn * turn;
    });
  }
  standardise(targets, ADVICE, training);
  const all = { count, inputs, width: INPUTS, targets, outputs: ADVICE };
  return { loss: "squared-error", ...split(all, training) };
}

type Vector = readonly [number, number];

/** A velocity of that speed, turned by a share of the half circle: by its rational parametrisation. */
function rotate(speed: number, share: number): Vector {
  const t = share * 1.5;
  const length = 1 + t * t;
  return [(speed * (1 - t * t)) / length, (speed * 2 * t) / length];
}

/** The least distance over the time ahead, at most 2. */
function nearest([x, y]: Vector, [ux, uy]: Vector, [vx, vy]: Vector): number {
  let least = 4;
  for (let step = 0; step <= STEPS; step++) {
    const t = (4 * step) / STEPS;
    const [dx, dy] = [x + t * (vx - ux), y + t * (vy - uy)];
    least = Math.min(least, dx * dx + dy * dy);
  }
  return Math.sqrt(least);
}
