import proto from "onnx-proto";

const { ModelProto, TensorProto, AttributeProto } = proto.onnx;
const [FLOAT, INT64] = [TensorProto.DataType.FLOAT, TensorProto.DataType.INT64];

/**
 * The network as an ONNX model: from `x` of shape `[batch, width]` through Gemm and Relu layers to `sum`, the outputs
 * summed over the batch.
 *
 * @returns {Uint8Array} the file
 */
export function onnxModel({ width, weights }) {
  const node = [];
  const initializer = [constant("axes", INT64, [1], new BigInt64Array([0n]))];
  let x = "x";
  for (const [layer, data] of weights.entries()) {
    initializer.push(constant(`w${layer}`, FLOAT, [width, width], Float32Array.from(data)));
    node.push(operation("Gemm", [x, `w${layer}`], `z${layer}`, { transB: 1 }));
    x = `z${layer}`;
    if (layer === weights.length - 1) continue;
    node.push(operation("Relu", [x], `x${layer}`, {}));
    x = `x${layer}`;
  }
  node.push(operation("ReduceSum", [x, "axes"], "sum", { keepdims: 0 }));
  const input = [value("x", [{ dimParam: "batch" }, { dimValue: width }])];
  const output = [value("sum", [{ dimValue: width }])];
  const graph = { name: "network", node, initializer, input, output };
  return ModelProto.encode({ irVersion: 8, opsetImport: [{ domain: "", version: 13 }], graph }).finish();
}

function constant(name, dataType, dims, data) {
  return { name, dataType, dims, rawData: new Uint8Array(data.buffer) };
}

function operation(opType, input, output, attributes) {
  const type = AttributeProto.AttributeType.INT;
  const attribute = Object.entries(attributes).map(([name, i]) => ({ name, type, i }));
  return { opType, name: output, input, output: [output], attribute };
}

function value(name, dim) {
  return { name, type: { tensorType: { elemType: FLOAT, shape: { dim } } } };
}
