import { strict as assert } from "node:assert";
import { mkdir } from "node:fs/promises";
import { Site } from "../runtimes/site.mjs";

const PAGE = "web/dist/index.html";
const PICTURES = "build/web";
/** What Firefox says, as an error or on the console, when a page is left while its service worker still answers it. */
const LEFT_EARLY =
  /^Failed to load .*A ServiceWorker intercepted the request and encountered an unexpected error/;

/** Somebody who looks at the page, in one browser; whatever the page complains of is remembered. */
export class Visit {
  #site;
  #browser;
  #base;
  #complaints = [];

  constructor(site, base, browser) {
    this.#site = site;
    this.#base = base;
    this.#browser = browser;
    const { page } = browser;
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warn") this.#hear(message.text());
    });
    page.on("pageerror", (error) => this.#hear(error.message));
    page.on("request", (request) => {
      if (!/^(data|blob|about):/.test(request.url()) && !request.url().startsWith(base)) {
        this.#complaints.push(`request to ${request.url()}`);
      }
    });
  }

  #hear(text) {
    if (!LEFT_EARLY.test(text)) this.#complaints.push(text);
  }

  /** @throws ENOENT if the browser is missing */
  static async begin(browse, headers) {
    const site = new Site(headers);
    const base = await site.open();
    try {
      return new Visit(site, base, await browse("about:blank"));
    } catch (error) {
      site.close();
      throw error;
    }
  }

  get page() {
    return this.#browser.page;
  }

  /** Goes to a link of the page; what follows "#". */
  async open(link) {
    await this.page.goto("about:blank");
    await this.page.goto(`${this.#base}/${PAGE}#${link}`);
    await this.until(() => document.querySelector("h1") !== null);
  }

  /** Waits for what a function of the page says, and returns it. */
  async until(condition, ...values) {
    try {
      const found = await this.page.waitForFunction(condition, { timeout: 30_000, polling: 20 }, ...values);
      return await found.jsonValue();
    } catch (cause) {
      await this.picture("waited-in-vain");
      throw new Error(`waited in vain for ${condition}`, { cause });
    }
  }

  /** The text of an element. */
  text(selector) {
    return this.page.$eval(selector, (element) => element.textContent);
  }

  /** Presses the button that says so, once it can be. */
  async press(name) {
    await this.canPress(name);
    await this.page.evaluate((text) => {
      const button = [...document.querySelectorAll("button")].find((b) => b.textContent.trim() === text);
      if (!button) throw new Error(`no button says ${text}`);
      button.click();
    }, name);
  }

  /** Whether a button says so and can be pressed. */
  canPress(name) {
    return this.until(
      (text) =>
        [...document.querySelectorAll("button")].some((b) => b.textContent.trim() === text && !b.disabled),
      name,
    );
  }

  /** Drops a file of the project on the page, or other bytes. */
  drop(name, text) {
    return this.page.evaluate(
      async (path, content) => {
        const bytes = content ?? (await (await fetch(`/${path}`)).arrayBuffer());
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([bytes], path.split("/").pop()));
        dispatchEvent(new DragEvent("drop", { dataTransfer, cancelable: true }));
      },
      name,
      text ?? null,
    );
  }

  /** What a button of "Save" hands over: its name and bytes. */
  async saved(button, within) {
    const found = await this.page.evaluate(
      async (text, panel) => {
        const { createObjectURL } = URL;
        const { click } = HTMLAnchorElement.prototype;
        const blobs = new Map();
        URL.createObjectURL = (blob) => {
          const url = createObjectURL.call(URL, blob);
          blobs.set(url, blob);
          return url;
        };
        const saved = new Promise((resolve) => {
          HTMLAnchorElement.prototype.click = function () {
            resolve({ name: this.download, blob: blobs.get(this.href) });
          };
        });
        [...document.querySelectorAll(`${panel} button`)].find((b) => b.textContent.trim() === text).click();
        const { name, blob } = await saved;
        HTMLAnchorElement.prototype.click = click;
        URL.createObjectURL = createObjectURL;
        const bytes = new Uint8Array(await blob.arrayBuffer());
        return { name, bytes: btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join("")) };
      },
      button,
      within,
    );
    return { name: found.name, bytes: Buffer.from(found.bytes, "base64") };
  }

  async picture(name) {
    await mkdir(PICTURES, { recursive: true });
    const version = this.#browser.version.split(".")[0];
    await this.page.screenshot({ path: `${PICTURES}/${name}-${version}.png`, fullPage: true });
  }

  /** The network goes away. */
  unplug() {
    this.#site.close();
  }

  checkQuiet() {
    const heard = this.#complaints.splice(0);
    assert.deepEqual(heard, []);
  }

  async end() {
    await this.#browser.close();
    this.#site.close();
  }
}
