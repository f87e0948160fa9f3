/** What can be chosen by name; a file may hold others. */
export const ACTIVATIONS = [
  ...["relu", "leaky_relu", "abs", "heaviside", "sgn", "identity", "square", "cube"],
  ...["tanh", "sigmoid", "gelu", "silu", "softplus", "erf", "sin"],
];
