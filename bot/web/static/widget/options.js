// @ts-check
import { make, set } from "./nodes.js";

/** @typedef {import("./types.js").Suggestion} Suggestion */

/** The list under a combobox: which questions it offers and which one is active. The input keeps the focus. */
export class Options {
  #input;
  #pick;
  #active = -1;

  /**
   * @param {HTMLInputElement} input
   * @param {string} label
   * @param {(question: string) => void} pick
   */
  constructor(input, label, pick) {
    this.#input = input;
    this.#pick = pick;
    this.element = make("ul", { id: "options", class: "options", role: "listbox", "aria-label": label, hidden: true });
    // The default would move the focus out of the input, whose loss closes the list before the click arrives.
    this.element.addEventListener("mousedown", (event) => event.preventDefault());
  }

  get open() {
    return !this.element.hidden;
  }

  /** The active option's question. */
  get active() {
    return this.element.children[this.#active]?.textContent ?? null;
  }

  /** @param {Suggestion[]} suggestions none closes the list */
  show(suggestions) {
    const options = suggestions.map(({ question }, at) =>
      make("li", { id: `option-${at}`, role: "option", dir: "auto", click: () => this.#pick(question) }, question),
    );
    this.element.replaceChildren(...options);
    this.element.hidden = !options.length;
    this.#input.ariaExpanded = String(this.open);
    this.#activate(-1);
  }

  /** @param {1 | -1} step */
  move(step) {
    // One place more than there are options: between the last and the first nothing is active.
    const places = this.element.childElementCount + 1;
    this.#activate(((this.#active + 1 + step + places) % places) - 1);
  }

  /** @param {number} at */
  #activate(at) {
    this.#active = at;
    const active = this.element.children[at];
    for (const option of this.element.children) option.ariaSelected = String(option === active);
    set(this.#input, "aria-activedescendant", active?.id ?? "");
    active?.scrollIntoView({ block: "nearest" });
  }
}
