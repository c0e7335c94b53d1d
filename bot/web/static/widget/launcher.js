// @ts-check
import { add, icon, iconButton, label, make, set } from "./nodes.js";

const BUBBLE = "M10 3a7 6 0 1 1-3 11.4L3.5 16l1-3.5A7 6 0 0 1 10 3z";
const CROSS = "M5 5l10 10m0-10L5 15";
// What is seen of the page, without what a keyboard or a zoom takes away.
const SEEN = /** @type {VisualViewport} */ (visualViewport);
const PHONE = "(max-width: 30em), (max-height: 26em)";

/** A button in a corner of the page, and the dialog that it opens: on a phone all of the screen, elsewhere beside the page. */
export class Launcher {
  #strings;
  #fill;
  #tell;
  title = make("h2", { id: "title" });
  /** Where the focus was before. @type {HTMLElement | null} */
  #before = null;
  #keyboard = new AbortController();

  /**
   * @param {object} options
   * @param {import("./types.js").Strings} options.strings
   * @param {(dialog: HTMLElement) => void} options.fill called once, at the first opening
   * @param {(name: string) => void} options.tell
   * @param {() => void} options.press what the button does while the dialog is closed
   */
  constructor({ strings, fill, tell, press }) {
    this.#strings = strings;
    this.#fill = fill;
    this.#tell = tell;
    this.button = iconButton("launcher", strings.open, BUBBLE, () => (this.dialog.open ? this.close() : press()));
    set(this.button, "part", "launcher");
    set(this.button, "aria-controls", "dialog");
    add(this.button, icon(CROSS));
    this.dialog = make("dialog", { id: "dialog", part: "dialog", "aria-labelledby": "title", close: () => this.#closed() });
    this.element = make("div", { keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) }, this.button, this.dialog);
    this.#mark();
  }

  /** Does not take the focus: a page may open it by itself. */
  open() {
    const { dialog } = this;
    if (dialog.open) return;
    const empty = !dialog.firstChild;
    if (empty) add(dialog, make("header", {}, this.title, iconButton("close", this.#strings.close, CROSS, () => this.close())));
    this.#before = /** @type {HTMLElement | null} */ (this.#root.activeElement ?? document.activeElement);
    // Only a dialog that covers the page keeps the focus within it.
    if (matchMedia(PHONE).matches) dialog.showModal();
    else dialog.open = true;
    if (empty) this.#fill(dialog);
    this.#keyboard = new AbortController();
    for (const name of ["resize", "scroll"]) SEEN.addEventListener(name, () => this.#fit(), this.#keyboard);
    this.#fit();
    this.#mark();
    this.#tell("open");
  }

  close() {
    this.dialog.close();
    this.#closed();
  }

  /** Also comes as an event, later, since a phone closes a dialog by a gesture. */
  #closed() {
    if (this.dialog.open || this.button.ariaExpanded === "false") return;
    this.#keyboard.abort();
    this.#mark();
    const { activeElement, body } = document;
    if (activeElement === body || this.dialog.contains(this.#root.activeElement)) {
      (this.#before === body ? this.button : this.#before)?.focus();
    }
    this.#tell("close");
  }

  get #root() {
    return /** @type {ShadowRoot} */ (this.element.getRootNode());
  }

  #mark() {
    this.button.ariaExpanded = String(this.dialog.open);
    label(this.button, this.dialog.open ? this.#strings.close : this.#strings.open);
  }

  /** Where the keyboard of a phone covers the page, the dialog keeps to what is left. */
  #fit() {
    const { height, offsetTop } = SEEN;
    this.dialog.style.setProperty("--height", `${height}px`);
    this.dialog.style.setProperty("--top", `${offsetTop}px`);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // An input method takes Escape for itself, and so does an open list of suggestions.
    if (event.key === "Escape" && this.dialog.open && !event.isComposing && !event.defaultPrevented) {
      event.preventDefault();
      this.close();
    }
  }
}
