import { afterAll, describe, expect, it } from "vitest";
import { KpropError } from "../../src/errors.ts";
import { engine, FUNCTIONS, type Public } from "./functions.ts";

afterAll(() => engine.dispose());

type Options = Readonly<Record<string, unknown>>;

/** No option takes these, but where `RIGHT` says so. */
const WRONG: Readonly<Record<string, unknown>> = {
  ...{
    null: null,
    "a text": "z",
    "an empty text": "",
    NaN: Number.NaN,
    "a symbol": Symbol("s"),
    "minus one": -1,
  },
  ...{
    "half a number": 1.5,
    "a huge BigInt": 2n ** 64n,
    "a list": [null],
    "a function": () => {},
    true: true,
  },
  ...{ "an object": { z: 1 }, Infinity: Number.POSITIVE_INFINITY },
};

const FLAG = ["true"];
const CALLBACK = ["a function"];
const RIGHT: Readonly<Record<string, readonly string[]>> = {
  ...{ fold: FLAG, layers: FLAG, cumulants: FLAG, ladder: FLAG, antithetic: FLAG },
  ...{ onProgress: CALLBACK, onStep: CALLBACK, activation: CALLBACK },
  ...{
    threshold: ["minus one", "half a number"],
    biasVariance: ["half a number"],
    target: ["half a number"],
  },
};

/** What may be said of samples that are plain anyway. */
const SAID = ["variance", "antithetic"];

const OPTIONED = Object.entries(FUNCTIONS).filter(
  (entry): entry is [string, Required<Public>] => entry[1].options !== undefined,
);

function optionsOf({ arguments: good, options: { at } }: Required<Public>): Options {
  return good[at] as Options;
}

/** What of the wrong values a function takes for an option, beside the options that there must be and `beside`. */
async function taken(of: Required<Public>, option: string, beside: Options): Promise<string[]> {
  const found: string[] = [];
  for (const [kind, value] of Object.entries(WRONG)) {
    if (RIGHT[option]?.includes(kind)) continue;
    const { run, arguments: good, options } = of;
    const given = good.with(options.at, { ...beside, [option]: value }) as never[];
    try {
      await run(...given);
      found.push(`${option}: ${kind} is taken`);
    } catch (error) {
      if (!(error instanceof KpropError)) found.push(`${option}: ${kind} throws ${error}`);
    }
  }
  return found;
}

describe.each(OPTIONED)("%s refuses", (_, of) => {
  const all = optionsOf(of);
  const required = Object.fromEntries(of.options.required.map((key) => [key, all[key]]));

  it.each(Object.keys(all))("wrong values of %s, with other options and without", async (option) => {
    expect(await taken(of, option, required)).toEqual([]);
    expect(await taken(of, option, all)).toEqual([]);
  });

  it("options that are those of other functions", async () => {
    const others = OPTIONED.flatMap(([, other]) => Object.entries(optionsOf(other)));
    const own = OPTIONED.filter(([, other]) => other.run === of.run).flatMap(([, same]) =>
      Object.keys(optionsOf(same)),
    );
    const refused = others.filter(
      ([key]) => !own.includes(key) && !(SAID.includes(key) && own.includes("samples")),
    );
    for (const [key, value] of refused) {
      const given = of.arguments.with(of.options.at, { ...required, [key]: value }) as never[];
      let problem: unknown;
      try {
        await of.run(...given);
      } catch (error) {
        problem = error;
      }
      expect(problem, key).toMatchObject({ code: "bad-option" });
    }
  });
});

it("takes all of the options that it is tried with", async () => {
  for (const [name, { run, arguments: good }] of OPTIONED) {
    await expect((async () => run(...(good as never[])))(), name).resolves.toBeTruthy();
  }
});
