// @ts-check
import { add, button, make } from "./nodes.js";
import { bubble, readAs, replyNodes } from "./reply.js";
import { fill } from "./strings.js";

/** @typedef {import("./api.js").Outcome} Outcome */
/** @typedef {import("./types.js").Reply} Reply */
/** @typedef {import("./types.js").Strings} Strings */
/** @typedef {import("./reply.js").Surroundings} Surroundings */

/** One question of the visitor and what became of it. */
export class Turn {
  #around;
  /** @type {HTMLElement | null} */
  #failure = null;

  /**
   * @param {string} question
   * @param {Surroundings} around
   */
  constructor(question, around) {
    this.#around = around;
    this.question = question;
    const asked = make("p", { dir: "auto" }, make("span", { class: "hidden" }, `${around.strings.you} `), question);
    this.element = make("div", { class: "turn" }, make("div", { class: "visitor" }, asked));
  }

  /** @param {Reply} reply */
  show(reply) {
    const read = readAs(reply, this.#around.strings);
    if (read) add(this.element, read);
    add(this.element, ...replyNodes(reply, this.#around));
  }

  /**
   * @param {Outcome} outcome
   * @param {(() => void) | false} retry
   */
  fail(outcome, retry) {
    const { strings } = this.#around;
    const again = retry && button("chip", retry, strings.retry);
    this.#failure = bubble(strings, make("p", {}, whatWentWrong(outcome, strings)), again);
    this.#failure.classList.add("failure");
    add(this.element, this.#failure);
  }

  /** Takes the failure back, for another try. */
  reset() {
    this.#failure?.remove();
    this.#failure = null;
  }
}

/**
 * @param {Outcome} outcome
 * @param {Strings} strings
 */
function whatWentWrong({ status, text, wait }, strings) {
  if (!status) return strings.unreachable;
  if (status !== 429) return text || strings.failed;
  return fill(strings.tooMany, `${wait} s`);
}
