// @ts-check
import { Api, AskError } from "./api.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { History } from "./history.js";
import { make } from "./nodes.js";
import { ENGLISH } from "./strings.js";
import { sheet } from "./styles.js";

/** @typedef {import("./turn.js").Turn} Turn */

/**
 * `<faq-bot data-api="/api" data-welcome="…" data-faq="/faq">`: a conversation with the bot at `data-api`.
 * Every reply is also an event `faqbot:reply` with the reply as its detail.
 */
export class FaqBot extends HTMLElement {
  #strings = ENGLISH;
  /** @type {Api} */
  #api;
  /** @type {History} */
  #history;
  /** @type {Conversation} */
  #conversation;
  /** @type {Composer} */
  #composer;
  /** @type {HTMLElement} */
  #startOver;
  /** @type {AbortController | null} */
  #pending = null;

  connectedCallback() {
    // An element that is moved on its page comes here again and goes on as it was.
    if (!this.shadowRoot) this.#build();
  }

  disconnectedCallback() {
    this.#pending?.abort();
  }

  /**
   * Asks `question` as if the visitor had typed it.
   *
   * @param {string} question
   * @returns {boolean} false while another question waits for its reply
   */
  ask(question) {
    if (this.#pending) return false;
    this.#answer(this.#conversation.begin(question));
    return true;
  }

  /** Forgets the conversation. */
  clear() {
    this.#pending?.abort();
    this.#pending = null;
    this.#history.clear();
    this.#conversation.clear();
    this.#startOver.hidden = true;
    this.#composer.focus();
  }

  #build() {
    const { api, welcome = "", faq = null } = this.dataset;
    if (!api) throw new Error("faq-bot: data-api is missing, expected the address of the bot's API");
    const strings = this.#strings;
    this.#api = new Api(api);
    this.#history = new History(`faqbot/1:${api}`);
    this.#conversation = new Conversation({ strings, welcome, faq, ask: (question) => this.ask(question) });
    this.#composer = new Composer({
      strings,
      suggest: (query, signal) => this.#api.suggest(query, signal),
      ask: (question) => this.ask(question),
    });
    this.#startOver = make("button", { type: "button", class: "start-over", click: () => this.clear() }, strings.startOver);
    this.#conversation.element.addEventListener("click", (event) => this.#backToInput(event));
    this.#open();
  }

  #open() {
    // A live region that enters the document with its content does not read it out: first fill, then attach.
    this.#conversation.restore(this.#history.replies);
    this.#startOver.hidden = this.#conversation.empty;
    const foot = make("p", { class: "foot" }, make("span", {}, this.#strings.promise), this.#startOver);
    const panel = make("div", { class: "panel" }, this.#conversation.element, make("div", { class: "dock" }, this.#composer.element, foot));
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(panel);
    this.#conversation.toEnd();
    this.#api.suggest("").then((starters) => this.#conversation.offer(starters));
  }

  /** @param {Turn} turn */
  async #answer(turn) {
    const pending = new AbortController();
    this.#pending = pending;
    this.#startOver.hidden = false;
    this.#conversation.wait(turn);
    const outcome = await this.#api.ask(turn.question, this.#history.context, pending).catch((error) => error);
    // Cleared, or asked anew, while the reply was on its way.
    if (this.#pending !== pending) return;
    this.#pending = null;
    this.#conversation.settle();
    if (outcome instanceof AskError) this.#fail(turn, outcome);
    else this.#take(turn, outcome);
    this.#conversation.reveal(turn);
  }

  /**
   * @param {Turn} turn
   * @param {AskError} error
   */
  #fail(turn, error) {
    turn.fail(error, () => this.#pending || this.#answer(turn));
    if (!error.passing) this.#composer.giveBack(turn.question);
  }

  /**
   * @param {Turn} turn
   * @param {import("./types.js").Reply} reply
   */
  #take(turn, reply) {
    turn.show(reply);
    this.#history.add(reply);
    this.dispatchEvent(new CustomEvent("faqbot:reply", { detail: reply, bubbles: true, composed: true }));
  }

  /**
   * After a press on a chip the next thing is another question; a touch must not bring up the keyboard over the answer.
   *
   * @param {MouseEvent} event
   */
  #backToInput(event) {
    const pressed = event.target instanceof Element && event.target.closest("button");
    const touched = event.detail > 0 && matchMedia("(pointer: coarse)").matches;
    if (pressed && !touched) this.#composer.focus();
  }
}

if (!customElements.get("faq-bot")) customElements.define("faq-bot", FaqBot);
