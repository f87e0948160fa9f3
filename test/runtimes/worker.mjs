import { suite } from "./suite/suite.mjs";

/** A worker that answers any request with the suite's report; its binding FILES gives the project's files. */
export const worker = (kprop) => ({
  async fetch(_request, { FILES }) {
    const read = async (path) => {
      const response = await again(() => FILES.fetch(`http://files/${path}`));
      return new Uint8Array(await response.arrayBuffer());
    };
    try {
      return Response.json(await suite(kprop, read));
    } catch (error) {
      return Response.json({ failure: String(error) });
    }
  },
});

/** Once more where it fails: a connection that was idle for the seconds that a computation takes may have been closed. */
async function again(ask) {
  try {
    return await ask();
  } catch {
    return await ask();
  }
}
