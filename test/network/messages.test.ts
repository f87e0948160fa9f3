import fc from "fast-check";
import { expect, it } from "vitest";
import { KpropError } from "../../src/errors.ts";
import { readNetwork } from "../../src/network/read.ts";
import { encodeSafetensors } from "../../src/network/safetensors/encode.ts";
import { tensor } from "./helpers.ts";

/** Words of names, some of which are known, and some of which break lines, reverse text or are long. */
const word = fc.oneof(
  fc.constantFrom("weight", "bias", "models", "blocks", "resblock", "running_mean", "out", "0", "1", "2"),
  fc.constantFrom("\n", "\u001b[2J", "\u009b", "\u2028", "\u202e", "x".repeat(1e4), "\u0000".repeat(1e4)),
  fc.string({ unit: "binary" }),
);
const name = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join("."));
const shape = fc.array(fc.constantFrom(0, 1, 2), { maxLength: 3 });
const file = fc.dictionary(name, shape, { minKeys: 1, maxKeys: 6, noNullPrototype: true });

/** One line, as long as a message may be, of characters that print. */
const LINE = /^[^\p{C}\p{Zl}\p{Zp}]{1,500}$/u;

it("messages and notes are single lines of at most 500 printable characters, whatever a file's names", async () => {
  await fc.assert(
    fc.asyncProperty(file, fc.option(word, { nil: null }), async (shapes, activations) => {
      const tensors = new Map(Object.entries(shapes).map(([key, sizes]) => [key, tensor(...sizes)]));
      const metadata = new Map(activations === null ? [] : [["activations", JSON.stringify([activations])]]);
      const texts = await readNetwork(encodeSafetensors(tensors, metadata), { orientation: "out-in" }).then(
        ({ notes }) => notes,
        (error) => {
          expect(error).toBeInstanceOf(KpropError);
          return [(error as KpropError).message];
        },
      );
      for (const text of texts) expect(text).toMatch(LINE);
    }),
  );
});
