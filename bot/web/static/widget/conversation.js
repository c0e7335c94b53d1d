// @ts-check
import { chipGroup } from "./chips.js";
import { add, make } from "./nodes.js";
import { Turn } from "./turn.js";

/** @typedef {import("./types.js").Reply} Reply */
/** @typedef {import("./types.js").Suggestion} Suggestion */
/** @typedef {import("./types.js").Strings} Strings */
/** @typedef {import("./reply.js").Surroundings} Surroundings */

/** The box that scrolls: the welcome, what was asked and said, and whether the bot is at work. */
export class Conversation {
  #around;
  #welcome;
  #log;
  #status;

  /** @param {Omit<Surroundings, "say">} around */
  constructor(around) {
    const { strings } = around;
    this.#around = around;
    this.#welcome = make("div", { class: "welcome" });
    this.#log = make("div", { class: "log", role: "log", "aria-label": strings.conversation });
    this.#status = make("p", { class: "waiting", role: "status" });
    const column = make("div", { class: "column" }, this.#welcome, this.#log, this.#status);
    this.element = make("div", { class: "scroller empty", tabindex: "-1" }, column);
  }

  get empty() {
    return !this.#log.childElementCount;
  }

  /**
   * @param {string} words
   * @param {Suggestion[]} starters
   */
  greet(words, starters) {
    const chips = chipGroup(this.#around.strings.askable, starters, ({ question }) => this.#around.ask(question));
    this.#welcome.replaceChildren(words && make("p", { class: "greeting", dir: "auto" }, words), chips ?? "");
  }

  /** @param {string} question */
  begin(question) {
    const turn = new Turn(question, {
      ...this.#around,
      say: (said) => {
        add(turn.element, said);
        this.reveal(said);
      },
    });
    this.element.classList.remove("empty");
    add(this.#log, turn.element);
    return turn;
  }

  /** @param {Turn} turn */
  wait(turn) {
    turn.reset();
    const dots = make("span", { class: "dots", "aria-hidden": "true" }, make("i"), make("i"), make("i"));
    this.#status.replaceChildren(dots, this.#around.strings.waiting);
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
