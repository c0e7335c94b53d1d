// @ts-check
import { Api, BASE } from "./api.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { History } from "./history.js";
import { button, make } from "./nodes.js";

/**
 * @typedef {import("./turn.js").Turn} Turn
 * @typedef {import("./types.js").Picked} Picked
 * @typedef {import("./types.js").Strings} Strings
 */

const PATIENCE = 20_000;

/** The conversation and the place to type, and what passes between them and the bot. */
export class Panel {
  #api;
  #history;
  #conversation;
  #composer;
  #startOver;
  #tell;
  /** @type {AbortController | null} */
  #pending = null;

  /**
   * @param {DOMStringMap} dataset the element's attributes
   * @param {Strings} strings
   * @param {(name: string, detail: unknown) => void} tell
   */
  constructor({ article = "", faq = `${BASE}faq` }, strings, tell) {
    this.#api = new Api(article);
    this.#history = new History(`faqbot/2:${BASE}:${article}`);
    this.#conversation = new Conversation({
      strings,
      faq,
      ask: (question, picked) => this.ask(question, picked),
      vote: (vote) => this.#api.vote(vote),
    });
    this.#composer = new Composer({
      strings,
      suggest: (query, signal) => this.#api.suggest(query, signal),
      ask: (question) => this.ask(question),
    });
    this.#startOver = button("start-over", () => this.clear(), strings.startOver);
    this.#tell = tell;
    this.#conversation.element.addEventListener("click", (event) => this.#backToInput(event));
    const foot = make("p", { class: "foot" }, make("span", {}, strings.promise), this.#startOver);
    const dock = make("div", { class: "dock" }, this.#composer.element, foot);
    this.element = make("div", { class: "panel" }, this.#conversation.element, dock);
    // A live region that enters the document with its content does not read it out: so fill it now.
    this.#conversation.restore(this.#history.replies);
    this.#startOver.hidden = this.#conversation.empty;
  }

  /**
   * Greets with what the attributes say, and what they leave open with what the server says.
   *
   * @param {DOMStringMap} dataset
   * @param {Strings} strings
   * @returns {Promise<string>} the title
   */
  async greet({ title, welcome, starters }, strings) {
    if (welcome) this.#conversation.greet(welcome, []);
    const said = await this.#api.welcome();
    const chosen = starters?.split("|").map((each) => ({ id: each, question: each.trim() }));
    const offered = chosen ?? said.starters ?? [];
    this.#conversation.greet(welcome || said.welcome || "", offered.filter(({ question }) => question));
    return title || said.title || strings.title;
  }

  /** Shows the latest; to be called once the panel can be seen. */
  toEnd() {
    this.#conversation.toEnd();
  }

  focus() {
    this.#composer.focus();
  }

  /**
   * @param {string} question
   * @param {Picked} [picked]
   * @returns {boolean} false while another question waits for its reply
   */
  ask(question, picked) {
    if (this.#pending || !question.trim()) return false;
    this.#answer(this.#conversation.begin(question.trim()), picked);
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

  /**
   * @param {Turn} turn
   * @param {Picked} [picked]
   */
  async #answer(turn, picked) {
    const pending = new AbortController();
    this.#pending = pending;
    this.#startOver.hidden = false;
    this.#conversation.wait(turn);
    setTimeout(() => pending.abort(), PATIENCE);
    const asked = { question: turn.question, context: this.#history.context, picked };
    const outcome = await this.#api.ask(asked, pending.signal);
    // Cleared while the reply was on its way.
    if (this.#pending !== pending) return;
    this.#pending = null;
    this.#conversation.settle();
    if (outcome.status === 200) this.#show(turn, outcome.text);
    else this.#fail(turn, outcome, picked);
    this.#conversation.reveal(turn.element);
  }

  /**
   * @param {Turn} turn
   * @param {string} line
   */
  #show(turn, line) {
    const reply = this.#history.add(line);
    turn.show(reply);
    this.#tell("reply", reply);
  }

  /**
   * @param {Turn} turn
   * @param {import("./api.js").Outcome} outcome
   * @param {Picked} [picked]
   */
  #fail(turn, outcome, picked) {
    const { status } = outcome;
    // The same question may fare better later, unless it is the question that is wrong.
    const passing = !status || status === 429 || status >= 500;
    turn.fail(outcome, passing && (() => this.#pending || this.#answer(turn, picked)));
    if (!passing) this.#composer.giveBack(turn.question);
    this.#tell("error", { question: turn.question, status });
  }

  /**
   * After a press on a chip the next thing is another question; a touch must not bring up the keyboard over the answer.
   *
   * @param {MouseEvent} event
   */
  #backToInput(event) {
    const pressed = event.target instanceof Element && event.target.closest(".chip");
    const touched = event.detail > 0 && matchMedia("(pointer: coarse)").matches;
    if (pressed && !touched) this.#composer.focus();
  }
}
