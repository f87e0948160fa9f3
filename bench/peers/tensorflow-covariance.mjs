import * as tf from "@tensorflow/tfjs-core";

/** What a variance is taken to be at least (spec section 5). */
const FLOOR = 1e-10;

/** E[outputs] by order 2 simple in operations of TensorFlow.js, in f32, which is all it has. */
export function tensorflowMeans(matrices, transposed) {
  const output = tf.tidy(() => means(matrices, transposed));
  const values = output.dataSync();
  output.dispose();
  return values;
}

/** As kprop's plan does: the input's covariance is the identity, the last hidden layer needs variances alone. */
function means(matrices, transposed) {
  const n = matrices[0].shape[0];
  let mean = tf.zeros([1, n]);
  let covariance = null;
  const hidden = matrices.length - 1;
  for (let layer = 0; layer < hidden; layer++) {
    const weight = matrices[layer];
    mean = tf.matMul(mean, transposed[layer]);
    const rows = covariance ? tf.matMul(weight, covariance) : weight;
    const variance = tf.reshape(tf.sum(tf.mul(rows, weight), 1), [1, n]);
    const wick = rectified(mean, tf.maximum(variance, FLOOR));
    if (layer < hidden - 1) covariance = correlated(tf.matMul(rows, transposed[layer]), variance, wick);
    mean = wick.mean;
  }
  return tf.matMul(mean, transposed[hidden]);
}

/** Mean, variance and E[relu'] of relu(z), z ~ N(mean, variance) entry by entry: w(0,1), w(0,2) − w(0,1)² and w(1,1). */
function rectified(mean, variance) {
  const deviation = tf.sqrt(variance);
  const x = tf.div(mean, deviation);
  const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  const slope = tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
  const first = tf.add(tf.mul(deviation, density), tf.mul(mean, slope));
  const second = tf.add(tf.mul(mean, first), tf.mul(variance, slope));
  return { mean: first, variance: tf.sub(second, tf.square(first)), slope };
}

/** w(1,1)_i w(1,1)_j κ_ij off the diagonal, the variance on it. */
function correlated(covariance, before, { slope, variance }) {
  const n = slope.size;
  const scaled = tf.mul(tf.mul(covariance, slope), tf.reshape(slope, [n, 1]));
  const change = tf.sub(variance, tf.mul(tf.square(slope), before));
  return tf.add(scaled, tf.diag(tf.reshape(change, [n])));
}
