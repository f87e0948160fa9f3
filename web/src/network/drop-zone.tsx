import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { openFile } from "../state/network.ts";

/** A file can be dropped anywhere on the page, or chosen here. */
export function DropZone() {
  const over = useSignal(false);
  useEffect(() => {
    const prevent = (event: DragEvent) => {
      event.preventDefault();
      over.value = event.type === "dragover";
    };
    const drop = (event: DragEvent) => {
      prevent(event);
      take(event.dataTransfer?.files);
    };
    addEventListener("dragover", prevent);
    addEventListener("dragleave", prevent);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", prevent);
      removeEventListener("dragleave", prevent);
      removeEventListener("drop", drop);
    };
  }, []);
  return (
    <label class={over.value ? "drop over" : "drop"}>
      <input
        class="unseen"
        type="file"
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = "";
        }}
      />
      <span>
        <b>Your own network:</b> drop a file here, or choose one
      </span>
      <span class="note">safetensors, npz, JSON, WhestBench parquet. It stays on this machine.</span>
    </label>
  );
}

function take(files: FileList | null | undefined): void {
  const file = files?.[0];
  if (file) void openFile({ source: "file", file, row: 0, activation: null });
}
