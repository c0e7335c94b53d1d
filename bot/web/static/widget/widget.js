// @ts-check
import { SCRIPT } from "./api.js";
import { FaqBot } from "./element.js";

const registered = /** @type {typeof FaqBot | undefined} */ (customElements.get("faq-bot"));

// A page may have several script tags, and a page swap may run one again: the first to run serves all.
if (registered) registered.mount(SCRIPT);
else {
  window.FaqBot = FaqBot;
  customElements.define("faq-bot", FaqBot);
  FaqBot.mount(SCRIPT);
}
