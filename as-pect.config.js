/** Kernel tests that run inside WebAssembly; `asp --summary`. */
export default {
  entries: ["test/kernels/**/*.spec.ts"],
  include: [],
  disclude: [/node_modules/],
  instantiate(memory, createImports, instantiate, binary) {
    return instantiate(binary, createImports({ env: { memory } }));
  },
  outputBinary: false,
};
