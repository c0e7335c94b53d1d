// @ts-check

// Whole sentences with named gaps, so that another language is another table and no code.
export const ENGLISH = {
  language: "en",
  conversation: "Conversation",
  label: "Your question",
  placeholder: "Type your question",
  send: "Send",
  startOver: "Start over",
  promise: "Prepared answers, never generated.",
  starters: "Questions to start with",
  options: "Suggested questions",
  optionCount: "Suggestions: {count}",
  you: "You asked:",
  bot: "Reply:",
  waiting: "Looking it up",
  readAs: "Read as: {question}",
  wrong: "Misconception \u2013 not so",
  partly: "Partly true",
  outdated: "No longer true",
  notCovered: "Not covered",
  from: "From:",
  readMore: "Read more:",
  didYouMean: "Did you mean",
  noneOfThese: "None of these",
  noneText: "Then I have no answer to that yet. Other words may help, or a look through all the questions.",
  askable: "What you can ask me",
  related: "Related questions",
  allQuestions: "All questions and answers",
  newTab: "(opens in a new tab)",
  unreachable: "The answer did not arrive. Please check your connection and try again.",
  tooMany: "That was a lot of questions in a short time. You can ask again in {wait}.",
  tooManySoon: "That was a lot of questions in a short time. Please try again in a moment.",
  failed: "Something went wrong on our side. Please try again.",
  retry: "Try again",
};

/**
 * @param {string} template
 * @param {Record<string, string | number>} gaps
 */
export function fill(template, gaps) {
  return template.replace(/\{(\w+)\}/g, (gap, name) => String(gaps[name] ?? gap));
}
