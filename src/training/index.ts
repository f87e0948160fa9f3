export type { Gradient, InputGradient, LayerGradient } from "./gradient.ts";
export type { Stop } from "./judge.ts";
export type { Loss, LossValue, OutputMoments, OwnLoss, WeightedLoss } from "./loss.ts";
export type { Optimiser, Rate } from "./optimisers/optimiser.ts";
export type { GradientOptions } from "./options.ts";
export { type Training, train } from "./train.ts";
export type { TrainingState, TrainOptions } from "./train-options.ts";
export { type ValueAndGradient, valueAndGradient } from "./value-and-gradient.ts";
