// @ts-check

/** @typedef {import("./element.js").FaqBot} FaqBot */

/** The bots that script tags put on the page, by what the tags say. @type {Map<string, FaqBot>} */
const mounted = new Map();

/**
 * Puts on the page what a script tag asks for, once, however often a page swap runs the same tag.
 *
 * @param {HTMLScriptElement | null} script
 */
export function mount(script) {
  const key = Object.entries(script?.dataset ?? {}).join();
  if (script?.dataset.position === "none" || mounted.has(key)) return;
  const bot = /** @type {FaqBot} */ (document.createElement("faq-bot"));
  Object.assign(bot.dataset, script?.dataset);
  if (!bot.dataset.target) bot.dataset.position ??= "end";
  bot.dataset.mounted = key;
  mounted.set(key, bot);
  place(bot);
}

/** @param {FaqBot} bot */
export function unmount(bot) {
  if (isMounted(bot)) mounted.delete(String(bot.dataset.mounted));
}

/**
 * Puts a bot of a script tag back when a page swap has taken it away with all of the page.
 *
 * @param {FaqBot} bot
 */
export function putBack(bot) {
  setTimeout(() => bot.isConnected || place(bot));
}

/**
 * Whether `bot` is a copy of a mounted one, as a page swapper makes that keeps pages for the way back.
 *
 * @param {FaqBot} bot
 */
export function isStray(bot) {
  return bot.dataset.mounted !== undefined && !isMounted(bot);
}

/** @param {FaqBot} bot */
function isMounted(bot) {
  return mounted.get(String(bot.dataset.mounted)) === bot;
}

/** @param {FaqBot} bot */
function place(bot) {
  const seek = () => {
    if (!isMounted(bot)) return true;
    const { target } = bot.dataset;
    const parent = target ? document.querySelector(target) : document.body;
    parent?.append(bot);
    return !!parent;
  };
  if (seek()) return;
  // The script ran before the page had the place, or the visitor is on a page without it.
  const observer = new MutationObserver(() => seek() && observer.disconnect());
  observer.observe(document, { childList: true, subtree: true });
}
