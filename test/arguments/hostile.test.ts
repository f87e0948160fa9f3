import { afterAll, describe, expect, it } from "vitest";
import { KpropError } from "../../src/errors.ts";
import { CLASSES, EXPORTED, engine, FUNCTIONS } from "./functions.ts";
import { HOSTILE, variants } from "./hostile.ts";

afterAll(() => engine.dispose());

/** Messages are read on a line. */
const LONGEST = 500;

it("every public function is tried", () => {
  const tried = Object.keys(FUNCTIONS).map((name) => name.split(" ")[0]!);
  expect(new Set([...tried, ...CLASSES])).toEqual(new Set(EXPORTED));
});

/** What comes of a call: nothing of note, or what is wrong with it. */
async function problemOf(run: () => unknown): Promise<string | null> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof KpropError))
      return `a raw error: ${error instanceof Error ? error.stack?.slice(0, LONGEST) : "?"}`;
    const { message } = error;
    if (message.length > LONGEST || /[\p{C}\p{Zl}\p{Zp}]/u.test(message))
      return `a long message: ${message.slice(0, LONGEST)}`;
  }
  return null;
}

describe.each(Object.keys(FUNCTIONS))("%s, handed", (name) => {
  const { run, arguments: good } = FUNCTIONS[name]!;

  it.each(Object.keys(HOSTILE))("%s anywhere, gives a result or a KpropError", async (kind) => {
    const problems: string[] = [];
    for (const [at, argument] of good.entries()) {
      for (const [path, variant] of variants(argument, 3, HOSTILE[kind]!)) {
        const given = good.with(at, variant) as never[];
        const problem = await problemOf(() => run(...given));
        if (problem !== null) problems.push(`argument ${at}${path}: ${problem}`);
      }
    }
    expect(problems).toEqual([]);
  });
});
