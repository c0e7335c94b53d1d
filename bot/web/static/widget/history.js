// @ts-check

/** @typedef {import("./types.js").Reply} Reply */

/**
 * The replies of this tab, oldest first. Nothing is stored before the first one, and nothing outlives the tab.
 * Where the browser refuses storage the conversation simply does not survive a reload.
 *
 * A line is a reply as the server wrote it: pages that give arrays a `toJSON` would spoil what is written anew.
 */
export class History {
  #key;
  /** @type {string[]} */
  #lines = [];
  /** @type {Reply[]} */
  replies = [];

  /** @param {string} key */
  constructor(key) {
    this.#key = key;
    try {
      this.#lines = (sessionStorage.getItem(key) ?? "").split("\n").filter(Boolean);
      this.replies = this.#lines.map((line) => JSON.parse(line));
    } catch {
      this.#lines = [];
    }
  }

  /** What the next question is sent with. */
  get context() {
    return this.replies.at(-1)?.context ?? null;
  }

  /**
   * @param {string} line
   * @returns {Reply}
   */
  add(line) {
    const reply = JSON.parse(line);
    this.replies.push(reply);
    this.#lines.push(line.replaceAll("\n", " "));
    this.#store((storage) => storage.setItem(this.#key, this.#lines.join("\n")));
    return reply;
  }

  clear() {
    this.#lines = [];
    this.replies = [];
    this.#store((storage) => storage.removeItem(this.#key));
  }

  /** @param {(storage: Storage) => void} change */
  #store(change) {
    try {
      change(sessionStorage);
    } catch {
      // Full or forbidden: see above.
    }
  }
}
