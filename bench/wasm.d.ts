/** A compiled module's bytes, put into the bundle by bench/run.mjs. */
declare module "*.wasm" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
