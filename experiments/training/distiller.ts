import { type Network, widths } from "../../src/network/network.ts";
import { Draws } from "./draws.ts";
import { Perceptron } from "./perceptron.ts";
import { newSpace } from "./space.ts";

/** A harm: an output above a threshold, paid for by how far it is above, times a weight. */
export interface Harm {
  readonly output: number;
  readonly threshold: number;
  readonly weight: number;
}

export interface DistillerOptions {
  readonly teacher: Network;
  readonly student: Network;
  /** Samples of a step, drawn from N(0, I) and never seen again. */
  readonly batch: number;
  readonly seed: number;
  readonly harm?: Harm;
}

/** Distillation on samples: gradients of the mean over a batch, and over outputs, of the squared difference from a teacher. */
export class Distiller {
  /** Its parameters are the caller's to change. */
  readonly student: Perceptron;
  /** Samples that did harm so far. */
  harmed = 0;
  private readonly teacher: Perceptron;
  private readonly draws: Draws;
  private readonly harm: Harm | undefined;

  private constructor(student: Perceptron, teacher: Perceptron, draws: Draws, harm: Harm | undefined) {
    this.student = student;
    this.teacher = teacher;
    this.draws = draws;
    this.harm = harm;
  }

  static async create({ teacher, student, batch, seed, harm }: DistillerOptions): Promise<Distiller> {
    const [from, to] = [await newSpace(), await newSpace()];
    const draws = await Draws.create(seed, widths(teacher)[0]! * batch);
    return new Distiller(
      new Perceptron(to, student, batch),
      new Perceptron(from, teacher, batch),
      draws,
      harm,
    );
  }

  /** The gradient of a new batch, in the student's. */
  next(): void {
    const { student } = this;
    const inputs = this.draws.normals(student.widths[0]!, student.batch);
    student.inputs.set(inputs);
    this.teacher.inputs.set(inputs);
    student.forward();
    this.teacher.forward();
    const scale = 2 / student.outputs.length;
    for (let at = 0; at < student.outputs.length; at++) {
      student.outputGradient[at] = scale * (student.outputs[at]! - this.teacher.outputs[at]!);
    }
    if (this.harm) this.punish(this.harm);
    student.backward();
  }

  private punish({ output, threshold, weight }: Harm): void {
    const { batch, outputs, outputGradient } = this.student;
    for (let at = output * batch; at < (output + 1) * batch; at++) {
      if (outputs[at]! <= threshold) continue;
      this.harmed++;
      outputGradient[at]! += weight / batch;
    }
  }
}

/** FLOPs of a sample in a step, those of products alone: both forward, the student back by values and by weights. */
export function distillerFlops(teacher: Network, student: Network): number {
  const weights = ({ layers }: Network) => layers.reduce((sum, { weight }) => sum + weight.data.length, 0);
  const first = student.layers[0]!.weight.data.length;
  return 2 * weights(teacher) + 6 * weights(student) - 2 * first;
}
