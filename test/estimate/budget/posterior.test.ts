import { describe, expect, it } from "vitest";
import { posteriorError } from "../../../src/estimate/budget/posterior.ts";

describe("the error to expect of an estimate", () => {
  it("is what was foretold, nearly, where samples are too few to tell", () => {
    const error = posteriorError(1e-6, 1e-2, 1e-2, 4);
    expect(error).toBeGreaterThan(1e-6);
    expect(error).toBeLessThan(1e-5);
  });

  it("is what samples show where they are many", () => {
    expect(posteriorError(1e-6, 1e-2, 1e-5, 16)).toBeGreaterThan(5e-3);
    expect(posteriorError(1e-6, 1e-2, 1e-5, 16)).toBeLessThan(2e-2);
    expect(posteriorError(1e-2, 1e-5, 1e-5, 16)).toBeLessThan(1e-3);
  });

  it("grows with the difference seen", () => {
    const errors = [1e-4, 1e-3, 1e-2, 1e-1].map((seen) => posteriorError(1e-3, seen, 1e-4, 8));
    expect(errors).toEqual([...errors].sort((a, b) => a - b));
  });
});
