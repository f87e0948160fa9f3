import type { BufferId, Gemm, View } from "../plan.ts";
import { transposed, whole } from "../views.ts";
import type { Adjoints } from "./adjoints.ts";
import { sameView } from "./same-view.ts";

/**
 * c += a·b: ā += c̄ bᵀ, b̄ += aᵀ c̄. Of a c that is known to be symmetric and has a factor twice, two such products are the
 * same, and one is enough; with D = c̄ + c̄ᵀ:
 *
 *     c = W Wᵀ               W̄ += D W
 *     c = H Wᵀ, H = W C      W̄ += D H, all that W gets of both products;  H̄ = ½ D W;  C̄ += Wᵀ H̄, symmetric
 *
 * @param halves the products H, by their buffers
 */
export function reverseGemm(adjoints: Adjoints, gemm: Gemm, halves: ReadonlyMap<BufferId, Gemm>): void {
  const given = adjoints.of(gemm.c);
  if (given === null) return;
  const { rows, columns, inner, a, b, symmetric } = gemm;
  const [forA, forB] = [
    { rows, columns: inner, inner: columns },
    { rows: inner, columns, inner: rows },
  ];
  if (symmetric && sameView(a, transposed(b))) {
    const twice = plusTransposed(adjoints, given, rows, 1);
    if (adjoints.isActive(a.buffer)) adjoints.addProduct(forA, twice, adjoints.value(a), a);
    return;
  }
  if (symmetric && halves.has(a.buffer)) {
    const twice = plusTransposed(adjoints, given, rows, 1);
    if (adjoints.isActive(b.buffer)) adjoints.addProduct(forA, twice, adjoints.value(a), transposed(b));
    if (!adjoints.isActive(halves.get(a.buffer)!.b.buffer)) return;
    const once = plusTransposed(adjoints, given, rows, 1 / 2);
    adjoints.addProduct(forA, once, transposed(adjoints.value(b)), a);
    return;
  }
  if (halves.has(gemm.c.buffer)) {
    adjoints.addSymmetricProduct(forB, transposed(adjoints.value(a)), given, b);
    return;
  }
  if (adjoints.isActive(a.buffer)) adjoints.addProduct(forA, given, transposed(adjoints.value(b)), a);
  if (adjoints.isActive(b.buffer)) adjoints.addProduct(forB, transposed(adjoints.value(a)), given, b);
}

/** coefficient · (m + mᵀ). */
function plusTransposed({ builder }: Adjoints, m: View, n: number, coefficient: number): View {
  const out = whole(builder.buffer("adjoint sum", [n, n]), [n, n]);
  const terms = [m, transposed(m)].map((view) => ({ coefficient, factors: [view] }));
  builder.terms([n, n], out, terms);
  return out;
}
