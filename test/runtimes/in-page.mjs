import { Site } from "./site.mjs";

/**
 * The `report` that a page of the project posts, and the `version` of the browser.
 *
 * @param browse opens a browser at an address: its version, and how to end it
 * @param page its `path` in the project, the `headers` it comes with, and most `seconds` that it may take
 */
export async function inPage(browse, { path, headers, seconds }) {
  const site = new Site(headers);
  const address = `${await site.open()}/${path}`;
  let browser;
  try {
    browser = await browse(address);
    const report = await Promise.race([site.report, tooLong(seconds)]);
    if (report.failure) throw new Error(report.failure);
    return { version: browser.version, report };
  } finally {
    await browser?.close();
    site.close();
  }
}

function tooLong(seconds) {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`no report after ${seconds} s`)), seconds * 1000).unref();
  });
}
