// @ts-check
import { Api, AskError } from "./api.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { History } from "./history.js";
import { make } from "./nodes.js";

/** @typedef {import("./turn.js").Turn} Turn */
/** @typedef {import("./types.js").Reply} Reply */
/** @typedef {import("./types.js").Strings} Strings */

/** The conversation and the place to type, and what passes between them and the bot. */
export class Panel {
  #api;
  #history;
  #conversation;
  #composer;
  #startOver;
  #replied;
  /** @type {AbortController | null} */
  #pending = null;

  /**
   * @param {object} options
   * @param {string} options.api
   * @param {string} options.welcome
   * @param {string | null} options.faq
   * @param {Strings} options.strings
   * @param {(reply: Reply) => void} options.replied
   */
  constructor({ api, welcome, faq, strings, replied }) {
    const ask = (/** @type {string} */ question) => this.ask(question);
    const suggest = (/** @type {string} */ query, /** @type {AbortSignal} */ signal) => this.#api.suggest(query, signal);
    this.#api = new Api(api);
    this.#history = new History(`faqbot/1:${api}`);
    this.#conversation = new Conversation({ strings, welcome, faq, ask });
    this.#composer = new Composer({ strings, suggest, ask });
    this.#startOver = make("button", { type: "button", class: "start-over", click: () => this.clear() }, strings.startOver);
    this.#replied = replied;
    this.#conversation.element.addEventListener("click", (event) => this.#backToInput(event));
    const foot = make("p", { class: "foot" }, make("span", {}, strings.promise), this.#startOver);
    const dock = make("div", { class: "dock" }, this.#composer.element, foot);
    this.element = make("div", { class: "panel" }, this.#conversation.element, dock);
    // A live region that enters the document with its content does not read it out: so fill it now.
    this.#conversation.restore(this.#history.replies);
    this.#startOver.hidden = this.#conversation.empty;
  }

  /** To be called once the element is in its document. */
  async attached() {
    this.#conversation.toEnd();
    this.#conversation.offer(await this.#api.suggest(""));
  }

  /**
   * @param {string} question
   * @returns {boolean} false while another question waits for its reply
   */
  ask(question) {
    if (this.#pending) return false;
    this.#answer(this.#conversation.begin(question));
    return true;
  }

  clear() {
    this.abort();
    this.#pending = null;
    this.#history.clear();
    this.#conversation.clear();
    this.#startOver.hidden = true;
    this.#composer.focus();
  }

  /** Gives up the reply that is awaited; its question shows that it failed. */
  abort() {
    this.#pending?.abort();
  }

  /** @param {Turn} turn */
  async #answer(turn) {
    const pending = new AbortController();
    this.#pending = pending;
    this.#startOver.hidden = false;
    this.#conversation.wait(turn);
    const outcome = await this.#api.ask(turn.question, this.#history.context, pending).catch((error) => error);
    // Cleared while the reply was on its way.
    if (this.#pending !== pending) return;
    this.#pending = null;
    this.#conversation.settle();
    if (outcome instanceof AskError) this.#fail(turn, outcome);
    else this.#show(turn, outcome);
    this.#conversation.reveal(turn.element);
  }

  /**
   * @param {Turn} turn
   * @param {Reply} reply
   */
  #show(turn, reply) {
    turn.show(reply);
    this.#history.add(reply);
    this.#replied(reply);
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
