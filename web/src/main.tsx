import { render } from "preact";
import { App } from "./app.tsx";
import { planner, runner } from "./state/workers.ts";

planner.start();
runner.start();
render(<App />, document.getElementById("app")!);

if (import.meta.env.PROD) {
  addEventListener("load", () => void navigator.serviceWorker?.register("./service-worker.js"));
}
