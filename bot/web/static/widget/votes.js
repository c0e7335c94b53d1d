// @ts-check
import { add, icon, iconButton, make } from "./nodes.js";

/**
 * @typedef {import("./types.js").Reply} Reply
 * @typedef {import("./reply.js").Surroundings} Surroundings
 */

const THUMB = "M6 9H3v8h3zl4-6 2 1v4h5l-2 9H6";

/**
 * Two thumbs under an answer. A thumb down is sent at once, and again with what was missing should the visitor say so.
 *
 * @param {Reply} reply
 * @param {Surroundings} around
 */
export function voteRow({ reply_id }, { strings, vote }) {
  const row = make("div", { class: "votes", role: "group", "aria-label": strings.helpful }, make("span", {}, strings.helpful));
  const thanks = make("span", { role: "status" });
  const [good, bad] = [strings.good, strings.bad].map((name, at) => iconButton(at ? "down" : "up", name, THUMB, () => cast(at)));
  add(row, good, bad, thanks);

  /** @param {number} at 0 for the thumb up, 1 for the thumb down */
  function cast(at) {
    vote({ reply_id, vote: at ? "bad" : "good" });
    good.ariaPressed = String(!at);
    bad.ariaPressed = String(!!at);
    row.querySelector("form")?.remove();
    thanks.textContent = strings.thanks;
    if (at) {
      add(row, reasonForm());
      row.scrollIntoView({ block: "nearest" });
    }
  }

  function reasonForm() {
    const input = make("input", { type: "text", maxlength: "500", "aria-label": strings.reason, placeholder: strings.reason });
    const send = make("button", { class: "icon send", "aria-label": strings.send }, icon("M10 16V4.5M4.5 10L10 4.5 15.5 10"));
    const form = make("form", { class: "field", submit }, input, send);

    /** @param {SubmitEvent} event */
    function submit(event) {
      event.preventDefault();
      if (!input.value.trim()) return;
      vote({ reply_id, vote: "bad", reason: input.value.trim() });
      bad.focus();
      form.remove();
    }
    return form;
  }
  return row;
}
