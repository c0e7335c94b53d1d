// @ts-check
import { button, make } from "./nodes.js";

/** @typedef {import("./types.js").Suggestion} Suggestion */

/**
 * Questions to press instead of typing them, under a label.
 *
 * @param {string} label
 * @param {Suggestion[]} suggestions
 * @param {(suggestion: Suggestion) => void} ask
 * @param {HTMLButtonElement} [last] a button of another meaning, after the questions
 * @returns {HTMLElement | null} nothing when there is nothing to press
 */
export function chipGroup(label, suggestions, ask, last) {
  const buttons = suggestions.map((suggestion) => chip(suggestion.question, () => ask(suggestion)));
  if (last) buttons.push(last);
  if (!buttons.length) return null;
  const list = make("ul", { role: "list", "aria-label": label }, ...buttons.map((each) => make("li", {}, each)));
  return make("div", { class: "chips" }, make("p", { "aria-hidden": "true" }, label), list);
}

/**
 * @param {string} text
 * @param {() => void} press
 */
export function chip(text, press) {
  const made = button("chip", press, text);
  made.dir = "auto";
  return made;
}
