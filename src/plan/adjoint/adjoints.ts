import type { PlanBuilder } from "../builder.ts";
import { type Buffer, type BufferId, length, type Term, type View } from "../plan.ts";
import { transposed, whole } from "../views.ts";

/** The sizes of a product. */
export interface ProductSize {
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
}

/**
 * The adjoints of a plan's buffers, ∂loss/∂element each, in buffers of the same shape that come to be when something is first
 * added; and where the buffers' values are, which may have been computed again.
 */
export class Adjoints {
  readonly builder: PlanBuilder;
  private readonly buffers: readonly Buffer[];
  private readonly active: ReadonlySet<BufferId>;
  private readonly known = new Map<BufferId, BufferId>();
  private readonly again = new Map<BufferId, BufferId>();

  constructor(builder: PlanBuilder, buffers: readonly Buffer[], active: ReadonlySet<BufferId>) {
    this.builder = builder;
    this.buffers = buffers;
    this.active = active;
  }

  /** Whether anything that is wanted depends on the buffer. */
  isActive(buffer: BufferId): boolean {
    return this.active.has(buffer);
  }

  /** The adjoint of a buffer; null where the loss does not depend on it, as far as is known yet. */
  buffer(buffer: BufferId): BufferId | null {
    return this.known.get(buffer) ?? null;
  }

  /** The same elements of the adjoint. */
  of(view: View): View | null {
    const buffer = this.known.get(view.buffer);
    return buffer === undefined ? null : { ...view, buffer };
  }

  /** Where the value of a buffer is. */
  valueBuffer(buffer: BufferId): BufferId {
    return this.again.get(buffer) ?? buffer;
  }

  value(view: View): View {
    return { ...view, buffer: this.valueBuffer(view.buffer) };
  }

  /** From here on a buffer's value is in a new one, where it is to be computed again. */
  recompute(buffer: BufferId): void {
    const { name, shape } = this.buffers[buffer]!;
    this.again.set(buffer, this.builder.buffer(name, shape));
  }

  /** Loads `adjoint/NAME`, what a result of that name adds to the adjoint of its buffer. */
  load(buffer: BufferId, name: string): void {
    if (!this.isActive(buffer)) return;
    const { shape } = this.buffers[buffer]!;
    const loaded = this.builder.load(`adjoint/${name}`, shape);
    if (this.known.has(buffer)) {
      this.add(shape, whole(buffer, shape), [{ coefficient: 1, factors: [whole(loaded, shape)] }]);
    } else {
      this.known.set(buffer, loaded);
    }
  }

  /** Stores a buffer's adjoint as `adjoint/NAME`; zeros where the loss does not depend on it. */
  store(buffer: BufferId, name: string): void {
    const { shape } = this.buffers[buffer]!;
    if (!this.known.has(buffer)) this.add(shape, whole(buffer, shape), []);
    this.builder.store(`adjoint/${name}`, this.known.get(buffer)!);
  }

  /** Adds Σ terms, summed over the loop axes along which `to` has stride 0, to the adjoint of `to`. */
  add(extents: readonly number[], to: View, terms: readonly Term[]): void {
    const { view, isFresh } = this.target(extents, to);
    const order = axisOrder(view);
    const sorted = (given: View): View => ({ ...given, strides: order.map((axis) => given.strides[axis]!) });
    this.builder.terms(
      order.map((axis) => extents[axis]!),
      sorted(view),
      terms.map((term) => ({ ...term, factors: term.factors.map(sorted) })),
      !isFresh,
    );
  }

  /** Adds a·b to the adjoint of `to`. */
  addProduct(size: ProductSize, a: View, b: View, to: View): void {
    const { view, isFresh } = this.target([size.rows, size.columns], to);
    const accumulate = !isFresh;
    if (view.strides[1] === 1 || size.columns === 1) {
      this.builder.gemm(size, a, b, view, { accumulate });
    } else {
      const turned = { ...size, rows: size.columns, columns: size.rows };
      this.builder.gemm(turned, transposed(b), transposed(a), transposed(view), { accumulate });
    }
  }

  /** Adds a·b, which is known to be symmetric, to the adjoint of `to`: half the work where nothing has been added before. */
  addSymmetricProduct(size: ProductSize, a: View, b: View, to: View): void {
    const { view, isFresh } = this.target([size.rows, size.columns], to);
    this.builder.gemm(size, a, b, view, isFresh ? { symmetric: true } : { accumulate: true });
  }

  /** Sets elements of an adjoint to zero. */
  clear(extents: readonly number[], of: View): void {
    const view = this.of(of);
    if (view !== null) this.builder.terms(extents, view, []);
  }

  /** Where to add to; fresh: the view is all of a buffer that holds nothing yet. */
  private target(extents: readonly number[], to: View): { view: View; isFresh: boolean } {
    const known = this.of(to);
    if (known !== null) return { view: known, isFresh: false };
    const { name, shape } = this.buffers[to.buffer]!;
    const buffer = this.builder.buffer(`${name} adjoint`, shape);
    this.known.set(to.buffer, buffer);
    const isFresh = elements(extents, to) === length(this.buffers[to.buffer]!);
    if (!isFresh) this.builder.terms(shape, whole(buffer, shape), []);
    return { view: { ...to, buffer }, isFresh };
  }
}

function elements(extents: readonly number[], { strides }: View): number {
  return extents.reduce((count, extent, axis) => (strides[axis] === 0 ? count : count * extent), 1);
}

/** Loop axes in an order in which the output's last stride is 0 or 1, if there is one: it is then written in rows. */
function axisOrder({ strides }: View): number[] {
  const axes = [...strides.keys()];
  const unit = strides.indexOf(1);
  if (unit < 0 || strides.at(-1)! <= 1) return axes;
  return [...axes.filter((axis) => axis !== unit), unit];
}
