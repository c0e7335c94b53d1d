// @ts-check
import { chipGroup } from "./chips.js";
import { make } from "./nodes.js";
import { Turn } from "./turn.js";

/** @typedef {import("./types.js").Reply} Reply */
/** @typedef {import("./types.js").Suggestion} Suggestion */
/** @typedef {import("./types.js").Strings} Strings */

/** The box that scrolls: the welcome, what was asked and said, and whether the bot is at work. */
export class Conversation {
  #strings;
  #faq;
  #ask;
  #welcome;
  #log;
  #status;

  /**
   * @param {object} options
   * @param {Strings} options.strings
   * @param {string} options.welcome
   * @param {string | null} options.faq
   * @param {(question: string) => void} options.ask
   */
  constructor({ strings, welcome, faq, ask }) {
    this.#strings = strings;
    this.#faq = faq;
    this.#ask = ask;
    this.#welcome = make("div", { class: "welcome" }, welcome && make("p", { class: "greeting", dir: "auto" }, welcome));
    this.#log = make("div", { class: "log", role: "log", "aria-label": strings.conversation });
    this.#status = make("p", { class: "waiting", role: "status" });
    const title = make("h2", { class: "hidden" }, strings.conversation);
    const column = make("div", { class: "column" }, title, this.#welcome, this.#log, this.#status);
    this.element = make("div", { class: "scroller empty", tabindex: "-1" }, column);
  }

  get empty() {
    return !this.#log.childElementCount;
  }

  /** @param {Suggestion[]} suggestions */
  offer(suggestions) {
    const chips = chipGroup(this.#strings.starters, suggestions, this.#ask);
    if (chips) this.#welcome.append(chips);
  }

  /** @param {string} question */
  begin(question) {
    const turn = new Turn(question, {
      strings: this.#strings,
      faq: this.#faq,
      ask: this.#ask,
      say: (said) => {
        turn.element.append(said);
        this.reveal(said);
      },
    });
    this.element.classList.remove("empty");
    this.#log.append(turn.element);
    return turn;
  }

  /** @param {Turn} turn */
  wait(turn) {
    turn.reset();
    const dots = make("span", { class: "dots", "aria-hidden": "true" }, make("i"), make("i"), make("i"));
    this.#status.replaceChildren(dots, this.#strings.waiting);
    this.reveal(turn.element);
  }

  settle() {
    this.#status.replaceChildren();
  }

  /** @param {Reply[]} replies */
  restore(replies) {
    for (const reply of replies) this.begin(reply.question).show(reply);
  }

  toEnd() {
    this.element.scrollTo({ top: this.element.scrollHeight, behavior: "instant" });
  }

  /**
   * Brings the start of `node` to the top, or all of it into view where it is short. Not `scrollIntoView`: that would
   * also scroll the page around the element.
   *
   * @param {HTMLElement} node
   */
  reveal(node) {
    this.element.scrollTo({ top: node.offsetTop - 20 });
  }

  clear() {
    this.#log.replaceChildren();
    this.#status.replaceChildren();
    this.element.classList.add("empty");
  }
}
