// @ts-check
import { BASE, json } from "./api.js";

// Whole sentences with named gaps, so that another language is another table and no code.
export const ENGLISH = {
  language: "en",
  direction: "ltr",
  title: "Questions and answers",
  open: "Ask a question",
  close: "Close",
  conversation: "Conversation",
  label: "Your question",
  placeholder: "Type your question",
  send: "Send",
  startOver: "Start over",
  promise: "Prepared answers, never generated.",
  options: "Suggested questions",
  optionCount: "Suggestions: {count}",
  you: "You asked:",
  bot: "Reply:",
  waiting: "Looking it up",
  readAs: "Read as: {question}",
  wrong: "Misconception – not so",
  partly: "Partly true",
  outdated: "No longer true",
  notCovered: "Not covered",
  from: "From:",
  readMore: "Read more:",
  didYouMean: "Did you mean",
  noneOfThese: "None of these",
  noneText: "Then I have no answer yet. Other words may help.",
  askable: "What you can ask me",
  related: "Related questions",
  allQuestions: "All questions and answers",
  newTab: "(new tab)",
  helpful: "Was this helpful?",
  good: "Yes, helpful",
  bad: "No, not helpful",
  reason: "What was missing?",
  thanks: "Thank you.",
  unreachable: "The answer did not arrive. Please check your connection.",
  tooMany: "Too many questions at once. You can ask again in {wait}.",
  failed: "Something went wrong on our side.",
  retry: "Try again",
};

/** @typedef {Record<keyof typeof ENGLISH, string>} Strings */

/**
 * The table of a language, English where there is none, with single strings replaced by `data-text-…` attributes.
 *
 * @param {string} language such as "de" or "pt-BR"
 * @param {DOMStringMap} dataset
 * @returns {Promise<Strings>}
 */
export async function stringsFor(language, dataset) {
  const [code] = language.toLowerCase().split("-");
  const known = LANGUAGES.split(" ").includes(code);
  const table = known ? await json(`${BASE}widget/${VERSION}/${code}.json`) : {};
  const strings = { ...ENGLISH, ...table };
  for (const [name, value] of Object.entries(dataset)) {
    const key = name[4]?.toLowerCase() + name.slice(5);
    if (name.startsWith("text") && key in ENGLISH) strings[key] = value;
  }
  return strings;
}

/**
 * @param {string} template a text with one gap, such as {count}
 * @param {string | number} value
 */
export function fill(template, value) {
  return template.replace(/\{\w+\}/, () => String(value));
}
