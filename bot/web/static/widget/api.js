// @ts-check

/** @typedef {import("./types.js").Reply} Reply */
/** @typedef {import("./types.js").Suggestion} Suggestion */

const PATIENCE = 20_000;

/** What went wrong with a question: `status` is 0 when no answer of the bot's own arrived. */
export class AskError extends Error {
  /**
   * @param {number} status
   * @param {string} message the server's own words, or nothing
   * @param {number} wait seconds until the next try, or 0 when the server did not say
   */
  constructor(status, message = "", wait = 0) {
    super(message);
    this.status = status;
    this.wait = wait;
  }

  /** Whether the same question may fare better later. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** The bot's HTTP API at `base`, an address without a slash at its end. */
export class Api {
  #base;

  /** @param {string} base */
  constructor(base) {
    this.#base = base.replace(/\/+$/, "");
  }

  /**
   * @param {string} question
   * @param {string | null} context
   * @param {AbortController} controller
   * @returns {Promise<Reply>}
   * @throws {AskError}
   */
  async ask(question, context, controller) {
    const timer = setTimeout(() => controller.abort(), PATIENCE);
    try {
      const response = await fetch(`${this.#base}/ask`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ question, context }),
        signal: controller.signal,
      });
      const body = await response.json();
      if (!response.ok) throw refusal(response, body);
      return body;
    } catch (error) {
      // No network, patience at its end, or a proxy's page in place of JSON: the visitor can do the same about each.
      throw error instanceof AskError ? error : new AskError(0);
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * The questions that begin like `query`; none when anything fails, since they are only a help.
   *
   * @param {string} query empty for the starter questions
   * @param {AbortSignal} [signal]
   * @returns {Promise<Suggestion[]>}
   */
  async suggest(query, signal) {
    try {
      const response = await fetch(`${this.#base}/suggest?q=${encodeURIComponent(query)}`, { signal });
      return response.ok ? (await response.json()).suggestions : [];
    } catch {
      return [];
    }
  }
}

/**
 * @param {Response} response
 * @param {{error?: {message?: string}}} body
 */
function refusal(response, body) {
  const wait = Number(response.headers.get("Retry-After"));
  return new AskError(response.status, body.error?.message, wait > 0 ? Math.ceil(wait) : 0);
}
