// @ts-check
import { Launcher } from "./launcher.js";
import { add, make } from "./nodes.js";
import { Panel } from "./panel.js";
import { isStray, mount, putBack, unmount } from "./mount.js";
import { stringsFor } from "./strings.js";
import { sheet } from "./styles.js";

/**
 * `<faq-bot>`: a conversation with the bot whose server this script came from. With `data-position` it is a launcher in a
 * corner of the page, without it a box where it stands. What happens in it is told by events: `faqbot:ready`, `faqbot:open`,
 * `faqbot:close`, `faqbot:reply` (its detail is the reply) and `faqbot:error`.
 */
export class FaqBot extends HTMLElement {
  static mount = mount;

  /** Opens the first bot of the page. */
  static open() {
    first()?.open();
  }

  static close() {
    first()?.close();
  }

  /** @param {string} question */
  static ask(question) {
    first()?.ask(question);
  }

  /** Takes every bot off the page. */
  static destroy() {
    for (const bot of document.querySelectorAll("faq-bot")) /** @type {FaqBot} */ (bot).destroy();
  }

  #root = this.attachShadow({ mode: "open" });
  /** @type {Promise<void> | undefined} */
  #ready;
  /** @type {Panel | null} */
  #panel = null;
  /** @type {Launcher | null} */
  #launcher = null;

  connectedCallback() {
    if (isStray(this)) this.remove();
    // An element that is moved on its page comes here again and goes on as it was.
    else this.#ready ??= this.#build();
  }

  disconnectedCallback() {
    this.#panel?.abort();
    putBack(this);
  }

  /** Opens the launcher's dialog, for the visitor to type in. */
  async open() {
    await this.#ready;
    this.#launcher?.open();
    if (!matchMedia("(pointer: coarse)").matches) this.#panel?.focus();
  }

  async close() {
    await this.#ready;
    this.#launcher?.close();
  }

  /**
   * Asks as if the visitor had typed it, where everyone can see it.
   *
   * @param {string} question
   * @returns {Promise<boolean>} false while another question waits for its reply
   */
  async ask(question) {
    await this.open();
    return this.#panel?.ask(question) ?? false;
  }

  /** Forgets the conversation. */
  clear() {
    this.#panel?.clear();
  }

  /** Takes the bot off the page for good. */
  destroy() {
    unmount(this);
    this.remove();
  }

  async #build() {
    const { dataset } = this;
    const speaking = /** @type {HTMLElement | null} */ (this.closest("[lang]"));
    const strings = await stringsFor(dataset.lang || speaking?.lang || "en", dataset);
    const around = make("div", { class: "faqbot", part: "panel", lang: strings.language, dir: strings.direction });
    const accent = dataset.accent ?? "";
    if (CSS.supports("color", accent)) around.style.setProperty("--faqbot-accent", accent);
    const inline = dataset.position === undefined;
    const fill = (/** @type {HTMLElement} */ place) => this.#fill(place, strings);
    const tell = (/** @type {string} */ name) => this.#tell(name);
    this.#launcher = inline ? null : new Launcher({ strings, fill, tell, press: () => this.open() });
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.replaceChildren(around);
    if (this.#launcher) add(around, this.#launcher.element);
    else fill(around);
    if (dataset.open !== undefined && innerWidth > 480) this.#launcher?.open();
    this.#tell("ready");
  }

  /**
   * @param {HTMLElement} place
   * @param {import("./strings.js").Strings} strings
   */
  async #fill(place, strings) {
    const panel = new Panel(this.dataset, strings, (name, detail) => this.#tell(name, detail));
    this.#panel = panel;
    add(place, panel.element);
    panel.toEnd();
    if (this.#launcher) this.#launcher.title.textContent = this.dataset.title || strings.title;
    const title = await panel.greet(this.dataset, strings);
    if (this.#launcher) this.#launcher.title.textContent = title;
  }

  /**
   * @param {string} name
   * @param {unknown} [detail]
   */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`faqbot:${name}`, { detail, bubbles: true, composed: true }));
  }
}

function first() {
  return /** @type {FaqBot | null} */ (document.querySelector("faq-bot"));
}
