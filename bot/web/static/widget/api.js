// @ts-check

/**
 * @typedef {import("./types.js").Reply} Reply
 * @typedef {import("./types.js").Suggestion} Suggestion
 * @typedef {import("./types.js").Picked} Picked
 * @typedef {import("./types.js").Vote} Vote
 * @typedef {import("./types.js").Welcome} Welcome
 *
 * @typedef {object} Outcome what came of a question
 * @property {number} status of HTTP; 0 when no answer of the bot's own arrived
 * @property {string} text the reply as the JSON that it came as, or the server's words for what is wrong
 * @property {number} wait seconds until the next try
 */

const SOON = 10;
const { fetch, JSON } = window;

/** The script tag that is being run. Only known now: later it is null. */
export const SCRIPT = /** @type {HTMLScriptElement | null} */ (document.currentScript);

/** Where the bot is served, with a slash at its end: the script's own address without its name and version. */
export const BASE = (SCRIPT?.src ?? "").replace(/widget(\/[^/]*\/widget)?\.js.*$/, "");

/**
 * What lies at an address as JSON; an empty object when anything fails, for all that is a help and no more.
 *
 * @param {string} address
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export async function json(address, signal) {
  try {
    const response = await fetch(address, { signal });
    return response.ok ? await response.json() : {};
  } catch {
    return {};
  }
}

/** The bot's HTTP API, for one article or for all. */
export class Api {
  #article;

  /** @param {string} article empty for all */
  constructor(article) {
    this.#article = article;
  }

  /**
   * @param {{question: string, context: string | null, picked?: Picked}} asked
   * @param {AbortSignal} signal
   * @returns {Promise<Outcome>}
   */
  async ask(asked, signal) {
    try {
      const response = await post("ask", { ...asked, article: this.#article }, signal);
      const text = await response.text();
      const { error } = JSON.parse(text);
      const wait = Number(response.headers.get("Retry-After")) || SOON;
      return { status: response.status, text: error ? error.message : text, wait };
    } catch {
      // No network, patience at its end, or a proxy's page in place of JSON: the visitor can do the same about each.
      return { status: 0, text: "", wait: SOON };
    }
  }

  /**
   * The questions that begin like `query`.
   *
   * @param {string} query
   * @param {AbortSignal} signal
   * @returns {Promise<Suggestion[]>}
   */
  async suggest(query, signal) {
    return (await json(this.#address("suggest", query), signal)).suggestions ?? [];
  }

  /** @returns {Promise<Partial<Welcome>>} */
  welcome() {
    return json(this.#address("welcome"));
  }

  /** @param {Vote} vote */
  vote(vote) {
    post("feedback", vote).catch(() => null);
  }

  /**
   * @param {string} name
   * @param {string} [typed]
   */
  #address(name, typed = "") {
    return `${BASE}api/${name}?${new URLSearchParams({ q: typed, article: this.#article })}`;
  }
}

/**
 * @param {string} name
 * @param {object} body
 * @param {AbortSignal} [signal]
 */
function post(name, body, signal) {
  const headers = { "Content-Type": "application/json" };
  return fetch(`${BASE}api/${name}`, { method: "POST", headers, body: JSON.stringify(body), signal });
}
