/** What a JSON file is by its keys, if another program wrote it, and what to do about it; null: not recognised. */
export function foreignJson(file: Readonly<Record<string, unknown>>): string | null {
  const has = (key: string) => Object.hasOwn(file, key);
  if (has("modelTopology") || has("weightsManifest")) {
    return 'of TensorFlow.js, whose weights are in other files; load the model, and then: JSON.stringify({ orientation: "in-out", layers: model.layers.filter((l) => l.weights.length > 0).map((l) => ({ weight: l.getWeights()[0].arraySync(), bias: l.getWeights()[1]?.arraySync(), activation: l.getConfig().activation })) })';
  }
  if (has("type") && has("sizes") && has("layers")) {
    return "of brain.js; for kprop: JSON.stringify({ layers: net.toJSON().layers.slice(1).map((l) => ({ weight: l.weights, bias: l.biases, activation: net.toJSON().options.activation })) })";
  }
  if (has("class_name") && has("config")) {
    return "of Keras's to_json, which holds no weights: save those, by numpy.savez";
  }
  return null;
}
