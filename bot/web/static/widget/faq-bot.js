// @ts-check
import { Panel } from "./panel.js";
import { ENGLISH } from "./strings.js";
import { sheet } from "./styles.js";

/**
 * `<faq-bot data-api="/api" data-welcome="…" data-faq="/faq">`: a conversation with the bot at `data-api`.
 * Every reply is also an event `faqbot:reply` with the reply as its detail.
 */
export class FaqBot extends HTMLElement {
  /** @type {Panel | null} */
  #panel = null;

  connectedCallback() {
    // An element that is moved on its page comes here again and goes on as it was.
    if (!this.#panel) this.#open();
  }

  disconnectedCallback() {
    this.#panel?.abort();
  }

  /**
   * Asks as if the visitor had typed it.
   *
   * @param {string} question
   */
  ask(question) {
    return this.#panel?.ask(question) ?? false;
  }

  /** Forgets the conversation. */
  clear() {
    this.#panel?.clear();
  }

  #open() {
    const { api, welcome = "", faq = null } = this.dataset;
    if (!api) throw new Error("faq-bot: data-api is missing, expected the address of the bot's API");
    this.#panel = new Panel({ api, welcome, faq, strings: ENGLISH, replied: (reply) => this.#tell(reply) });
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(this.#panel.element);
    this.#panel.attached();
  }

  /** @param {import("./types.js").Reply} reply */
  #tell(reply) {
    this.dispatchEvent(new CustomEvent("faqbot:reply", { detail: reply, bubbles: true, composed: true }));
  }
}

if (!customElements.get("faq-bot")) customElements.define("faq-bot", FaqBot);
