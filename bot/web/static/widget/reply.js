// @ts-check
import { blockNodes } from "./blocks.js";
import { chip, chipGroup } from "./chips.js";
import { add, icon, link, make } from "./nodes.js";
import { fill } from "./strings.js";
import { voteRow } from "./votes.js";

/**
 * @typedef {import("./types.js").Reply} Reply
 * @typedef {import("./types.js").Strings} Strings
 *
 * @typedef {object} Surroundings
 * @property {Strings} strings
 * @property {string} faq address of the page with all questions, empty where none is wanted
 * @property {(question: string, picked?: import("./types.js").Picked) => void} ask
 * @property {(vote: import("./types.js").Vote) => void} vote
 * @property {(said: HTMLElement) => void} say adds to what was said to the same question
 */

const MARKS = {
  wrong: "M5.5 5.5l9 9m0-9l-9 9",
  partly: "M4 12c2-5 4-5 6-2s4 3 6-2",
  outdated: "M5 3h10L5 17h10z",
  notCovered: "M5 10h10",
};

/**
 * What the bot says to one question: a bubble, and the chips under it.
 *
 * @param {Reply} reply
 * @param {Surroundings} around
 * @returns {HTMLElement[]}
 */
export function replyNodes(reply, around) {
  const said = reply.blocks.length ? blockNodes(reply.blocks) : [make("p", {}, reply.text)];
  const answer = bubble(around.strings, ...headNodes(reply, around.strings), make("div", { class: "blocks", dir: "auto" }, ...said));
  add(answer, ...footNodes(reply, around));
  return [answer, ...chipNodes(reply, around)];
}

/**
 * @param {Strings} strings
 * @param {...import("./nodes.js").Child} children
 */
export function bubble(strings, ...children) {
  return make("div", { class: "bubble" }, make("span", { class: "hidden" }, strings.bot), ...children);
}

/**
 * How the question was read, when that is not what the visitor typed.
 *
 * @param {Reply} reply
 * @param {Strings} strings
 */
export function readAs({ question, understood_as }, strings) {
  if (!understood_as || same(question, understood_as)) return null;
  return make("p", { class: "read-as", dir: "auto" }, fill(strings.readAs, understood_as));
}

/**
 * The verdict, and the question that the answer belongs to.
 *
 * @param {Reply} reply
 * @param {Strings} strings
 */
function headNodes({ entry, question }, strings) {
  if (!entry || entry.kind === "smalltalk") return [];
  const verdict = entry.kind === "not-covered" ? "notCovered" : entry.verdict;
  const badge = verdict && make("p", { class: `badge ${verdict}` }, icon(MARKS[verdict]), strings[verdict]);
  if (entry.kind === "misconception") return [badge, make("blockquote", { class: "claim", dir: "auto" }, make("q", {}, entry.question))];
  return [badge, !same(question, entry.question) && make("p", { class: "asked", dir: "auto" }, entry.question)];
}

/**
 * @param {Reply} reply
 * @param {Surroundings} around
 */
function footNodes(reply, around) {
  const { kind, article, sources, read_more, contact } = reply;
  const { strings, faq } = around;
  const rests = sources.map(({ heading, url }) => link(url, [heading, article && ` (${article.title})`], strings.newTab));
  const reads = read_more.map(({ title, url }) => link(url, [title], strings.newTab));
  return [
    linkLine(strings.from, rests),
    linkLine(strings.readMore, reads),
    ...(kind === "no_answer" ? wayOut(contact, faq, strings) : []),
    reply.feedback && kind === "answer" && voteRow(reply, around),
  ];
}

/**
 * @param {string} label
 * @param {HTMLElement[]} links
 */
function linkLine(label, links) {
  if (!links.length) return null;
  const list = make("ul", { role: "list" }, ...links.map((one) => make("li", { dir: "auto" }, one)));
  return make("div", { class: "links" }, make("span", {}, label), list);
}

/**
 * Where to go when the bot cannot help.
 *
 * @param {string | null} contact
 * @param {string} faq
 * @param {Strings} strings
 */
function wayOut(contact, faq, strings) {
  return [
    contact ? make("p", { class: "contact", dir: "auto" }, ...linked(contact)) : null,
    faq ? make("p", { class: "links" }, make("a", { href: faq, target: "_blank" }, strings.allQuestions)) : null,
  ];
}

/**
 * @param {Reply} reply
 * @param {Surroundings} around
 */
function chipNodes(reply, around) {
  const { strings } = around;
  const { reply_id, feedback, suggestions } = reply;
  const pick = (/** @type {import("./types.js").Suggestion} */ { id, question }) => {
    const offered = feedback && suggestions.some((one) => one.id === id);
    around.ask(question, offered ? { reply_id, entry: id } : undefined);
  };
  const group =
    reply.kind === "suggestions"
      ? chipGroup(strings.didYouMean, suggestions, pick, noneOfThese(reply, around))
      : chipGroup(reply.entry ? strings.related : strings.askable, distinct(suggestions, reply.related), pick);
  return group ? [group] : [];
}

/**
 * @param {Reply} reply
 * @param {Surroundings} around
 */
function noneOfThese({ reply_id, feedback, contact }, { strings, faq, vote, say }) {
  const none = chip(strings.noneOfThese, () => {
    none.parentElement?.remove();
    say(bubble(strings, make("p", {}, strings.noneText), ...wayOut(contact, faq, strings)));
    if (feedback) vote({ reply_id, vote: "none" });
  });
  none.classList.add("none");
  return none;
}

/**
 * @param {...import("./types.js").Suggestion[]} lists
 */
function distinct(...lists) {
  return [...new Map(lists.flat().map((one) => [one.id, one])).values()];
}

/**
 * A plain text with its addresses made links.
 *
 * @param {string} text
 */
function linked(text) {
  const parts = text.split(/(https?:\/\/\S*[\w/]|[\w.+-]+@[\w-]+(?:\.\w+)+)/);
  return parts.map((part, at) => (at % 2 ? link(part.includes("://") ? part : `mailto:${part}`, [part]) : part));
}

/**
 * @param {string} one
 * @param {string} other
 */
function same(one, other) {
  const plain = (/** @type {string} */ text) => text.toLowerCase().replace(/[\s?.!]+/g, "");
  return plain(one) === plain(other);
}
