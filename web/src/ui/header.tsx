import { useSignal } from "@preact/signals";
import { speed } from "../state/race.ts";

export function Header() {
  return (
    <header>
      <div class="brand">
        <img src="./icon.svg" alt="" width={36} height={36} />
        <div>
          <h1>
            kprop <span>Explorer</span>
          </h1>
          <p>What a neural network does in expectation, from its weights alone</p>
        </div>
      </div>
      <div class="header-end">
        <Machine />
        <CopyLink />
      </div>
    </header>
  );
}

function Machine() {
  if (speed.value === null) return null;
  const { threads } = speed.value;
  const why = crossOriginIsolated
    ? ""
    : "This page is not cross-origin isolated, so threads cannot share memory.";
  return (
    <span class="machine" title={why}>
      {threads === 1 ? "1 thread" : `${threads} threads`}
    </span>
  );
}

/** The address holds the whole view. */
function CopyLink() {
  const copied = useSignal(false);
  const copy = async () => {
    await navigator.clipboard.writeText(location.href);
    copied.value = true;
    setTimeout(() => {
      copied.value = false;
    }, 2000);
  };
  return (
    <button type="button" class="quiet" onClick={copy}>
      <span aria-live="polite">{copied.value ? "Copied" : "Copy link"}</span>
    </button>
  );
}
