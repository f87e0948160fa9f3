import type { Term, Terms, View } from "../plan.ts";
import type { Adjoints } from "./adjoints.ts";
import { viewKey } from "./same-view.ts";

/** out += c Π f: each factor's adjoint takes the output's, times c and the other factors, summed where the factor is constant. */
export function reverseTerms(adjoints: Adjoints, { extents, out, terms }: Terms): void {
  const given = adjoints.of(out);
  if (given === null) return;
  const shares = new Map<string, { to: View; terms: Term[] }>();
  for (const { coefficient, factors } of terms) {
    for (const [at, to] of factors.entries()) {
      if (!adjoints.isActive(to.buffer)) continue;
      const others = factors.toSpliced(at, 1).map((view) => adjoints.value(view));
      const key = viewKey(to);
      const share = shares.get(key) ?? { to, terms: [] };
      share.terms.push({ coefficient, factors: [given, ...others] });
      shares.set(key, share);
    }
  }
  for (const { to, terms } of shares.values()) adjoints.add(extents, to, merged(terms));
}

/** Terms with the same factors as one: those of a square, for example. */
function merged(terms: readonly Term[]): Term[] {
  const known = new Map<string, Term>();
  for (const { coefficient, factors } of terms) {
    const key = factors.map(viewKey).sort().join(" ");
    const before = known.get(key);
    known.set(key, { factors, coefficient: coefficient + (before?.coefficient ?? 0) });
  }
  return [...known.values()];
}
