// @ts-check
import { AskError } from "./api.js";
import { make } from "./nodes.js";
import { bubble, readAs, replyNodes } from "./reply.js";
import { fill } from "./strings.js";

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
    if (read) this.element.append(read);
    this.element.append(...replyNodes(reply, this.#around));
  }

  /**
   * @param {AskError} error
   * @param {() => void} retry
   */
  fail(error, retry) {
    const { strings } = this.#around;
    const button = error.passing && make("button", { type: "button", class: "retry", click: retry }, strings.retry);
    this.#failure = bubble(strings, make("p", {}, whatWentWrong(error, strings)), button);
    this.#failure.classList.add("failure");
    this.element.append(this.#failure);
  }

  /** Takes the failure back, for another try. */
  reset() {
    this.#failure?.remove();
    this.#failure = null;
  }
}

/**
 * @param {AskError} error
 * @param {Strings} strings
 */
function whatWentWrong({ status, message, wait }, strings) {
  if (status === 0) return strings.unreachable;
  if (status !== 429) return message || strings.failed;
  if (!wait) return strings.tooManySoon;
  const seconds = new Intl.NumberFormat(strings.language, { style: "unit", unit: "second", unitDisplay: "long" });
  return fill(strings.tooMany, { wait: seconds.format(wait) });
}
