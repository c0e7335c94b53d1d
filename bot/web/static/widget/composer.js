// @ts-check
import { icon, make } from "./nodes.js";
import { Options } from "./options.js";
import { fill } from "./strings.js";

/** @typedef {import("./types.js").Suggestion} Suggestion */
/** @typedef {import("./types.js").Strings} Strings */

const PAUSE = 120;
const SHORTEST = 2;
// The API takes no longer question.
const LONGEST = "1000";

/** Where the visitor types: a combobox that offers questions of the knowledge on the way. */
export class Composer {
  #strings;
  #suggest;
  #ask;
  #input;
  #options;
  #count;
  #timer = 0;
  #request = new AbortController();

  /**
   * @param {object} options
   * @param {Strings} options.strings
   * @param {(query: string, signal: AbortSignal) => Promise<Suggestion[]>} options.suggest
   * @param {(question: string) => boolean} options.ask whether the question was taken
   */
  constructor({ strings, suggest, ask }) {
    this.#strings = strings;
    this.#suggest = suggest;
    this.#ask = ask;
    this.#input = this.#makeInput();
    this.#options = new Options(this.#input, strings.options, (question) => this.#send(question));
    this.#count = make("p", { class: "hidden", role: "status" });
    const send = make("button", { class: "icon send", "aria-label": strings.send }, icon("M10 16V4.5M4.5 10L10 4.5 15.5 10"));
    this.element = make("form", { class: "field composer", submit: this.#submit }, this.#options.element, this.#input, send, this.#count);
  }

  focus() {
    this.#input.focus({ preventScroll: true });
  }

  /**
   * Puts a question that was refused back for a change, unless the visitor has begun another.
   *
   * @param {string} question
   */
  giveBack(question) {
    this.#input.value ||= question;
  }

  #makeInput() {
    return make("input", {
      id: "question",
      type: "text",
      maxlength: LONGEST,
      placeholder: this.#strings.placeholder,
      "aria-label": this.#strings.label,
      enterkeyhint: "send",
      autocomplete: "off",
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": "options",
      input: () => this.#later(),
      keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
      blur: () => this.#close(),
    });
  }

  #submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    this.#send(this.#options.active ?? this.#input.value);
  };

  /** @param {string} question */
  #send(question) {
    this.#close();
    if (question.trim() && this.#ask(question.trim())) this.#input.value = "";
    this.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // While an input method composes, the arrows, Enter and Escape are its own.
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.#step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && this.#options.open) {
      // Used up: a dialog around the element stays open.
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    }
  }

  /** @param {1 | -1} step */
  async #step(step) {
    if (!this.#options.open) await this.#offer();
    this.#options.move(step);
  }

  #later() {
    this.#cancel();
    if (this.#input.value.trim().length < SHORTEST) this.#close();
    else this.#timer = setTimeout(() => this.#offer(), PAUSE);
  }

  async #offer() {
    this.#cancel();
    const { signal } = this.#request;
    const suggestions = await this.#suggest(this.#input.value.trim(), signal);
    if (signal.aborted) return;
    this.#options.show(suggestions);
    this.#count.textContent = suggestions.length ? fill(this.#strings.optionCount, suggestions.length) : "";
  }

  #close() {
    this.#cancel();
    this.#options.show([]);
    this.#count.textContent = "";
  }

  #cancel() {
    clearTimeout(this.#timer);
    this.#request.abort();
    this.#request = new AbortController();
  }
}
