import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** An element and its width in CSS pixels, as it changes. */
export function useWidth<E extends Element>(otherwise: number) {
  const ref = useRef<E>(null);
  const [width, setWidth] = useState(otherwise);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry!.contentRect.width)));
    observer.observe(ref.current!);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}
