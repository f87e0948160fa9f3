import { badFile, show } from "../fail.ts";
import { SAVE_KERAS, SAVE_TORCH } from "./bytes.ts";

/**
 * Refuses a zip file with an entry that is no array, and says what it is by its entries' names.
 *
 * @throws KpropError `bad-file`
 */
export function refuseZip(names: readonly string[], odd: string): never {
  const has = (end: string) => names.some((name) => name === end || name.endsWith(`/${end}`));
  const inFolder = (folder: string) => names.some((name) => name.includes(`/${folder}/`));
  if (has("data.pkl") && inFolder("code")) {
    return badFile(
      'this is a TorchScript file (torch.jit.save), which is not read; in Python: safetensors.torch.save_file(torch.jit.load("FILE").state_dict(), "net.safetensors")',
    );
  }
  if (has("data.pkl")) {
    return badFile(`this is a PyTorch file (torch.save), which is not read; in Python: ${SAVE_TORCH}`);
  }
  if (has("model.weights.h5")) {
    return badFile(
      `this is a Keras file, which is not read; load the model in Python, and then: ${SAVE_KERAS}`,
    );
  }
  return badFile(
    `this is a zip file whose entry ${show(odd)} is no .npy array: expected an .npz file, as numpy.savez writes it`,
  );
}
