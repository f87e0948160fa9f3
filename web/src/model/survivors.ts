/** How many values lie above each of some evenly spaced thresholds. */
export function survivors(values: Float64Array, thresholds: Float64Array): Float64Array {
  const steps = thresholds.length - 1;
  const [low, high] = [thresholds[0]!, thresholds[steps]!];
  const counts = new Float64Array(thresholds.length);
  for (const value of values) {
    let cell = Math.min(steps, Math.floor(((value - low) / (high - low)) * steps));
    if (cell < 0) continue;
    // The division may round across a threshold.
    if (value <= thresholds[cell]!) cell--;
    else if (cell < steps && value > thresholds[cell + 1]!) cell++;
    if (cell >= 0) counts[cell]!++;
  }
  for (let i = steps - 1; i >= 0; i--) counts[i]! += counts[i + 1]!;
  return counts;
}
