// @ts-check

/** @typedef {import("./types.js").Reply} Reply */

const LONGEST = 40;

/**
 * The replies of this tab, oldest first. Nothing is stored before the first one, and nothing outlives the tab.
 * Where the browser refuses storage the conversation simply does not survive a reload.
 */
export class History {
  #key;
  /** @type {Reply[]} */
  replies = [];

  /** @param {string} key */
  constructor(key) {
    this.#key = key;
    try {
      const stored = JSON.parse(sessionStorage.getItem(key) ?? "[]");
      if (Array.isArray(stored)) this.replies = stored;
    } catch {
      this.replies = [];
    }
  }

  /** What the next question is sent with. */
  get context() {
    return this.replies.at(-1)?.context ?? null;
  }

  /** @param {Reply} reply */
  add(reply) {
    this.replies = [...this.replies, reply].slice(-LONGEST);
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(this.replies));
    } catch {
      // Full or forbidden: see above.
    }
  }

  clear() {
    this.replies = [];
    try {
      sessionStorage.removeItem(this.#key);
    } catch {
      // Forbidden: see above.
    }
  }
}
