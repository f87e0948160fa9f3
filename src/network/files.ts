/** Everything about files, of every format: one chunk, which the first file loads. */
export { encodeNetwork } from "./encode-network.ts";
export { readWhestRow } from "./parquet/whest.ts";
export { readSource } from "./read-source.ts";
export { decodeSafetensors } from "./safetensors/decode.ts";
export { encodeSafetensors } from "./safetensors/encode.ts";
