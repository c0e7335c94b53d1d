// @ts-check
// The shapes of the HTTP API, for the type checker. No module loads this file when it runs.

/**
 * @typedef {{type: "text" | "code", text: string}
 *   | {type: "strong" | "emphasis", children: Inline[]}
 *   | {type: "link", url: string, children: Inline[]}
 *   | {type: "break"}} Inline
 *
 * @typedef {{type: "paragraph", children: Inline[]}
 *   | {type: "heading", level: number, children: Inline[]}
 *   | {type: "list", ordered: boolean, items: Block[][]}
 *   | {type: "quote", children: Block[]}
 *   | {type: "code", text: string}
 *   | {type: "table", header: Inline[][], rows: Inline[][][]}
 *   | {type: "rule"}} Block
 *
 * @typedef {{id: string, question: string}} Suggestion
 *
 * @typedef {object} Entry
 * @property {string} id
 * @property {"question" | "misconception" | "topic" | "not-covered" | "smalltalk"} kind
 * @property {string} question
 * @property {"wrong" | "partly" | "outdated" | null} verdict
 *
 * @typedef {object} Reply
 * @property {"answer" | "suggestions" | "no_answer" | "smalltalk"} kind
 * @property {string} question as typed
 * @property {string} understood_as after spelling correction
 * @property {string} text
 * @property {Block[]} blocks
 * @property {number} confidence
 * @property {Entry | null} entry
 * @property {{id: string, title: string} | null} [article] where the bot knows several articles
 * @property {{heading: string, url: string | null}[]} sources
 * @property {Suggestion[]} suggestions
 * @property {Suggestion[]} related
 * @property {{title: string, url: string}[]} read_more
 * @property {string | null} contact
 * @property {string} context
 * @property {string} reply_id
 * @property {boolean} [feedback] whether votes on the reply are taken
 *
 * @typedef {object} Welcome
 * @property {string} title
 * @property {string} welcome
 * @property {Suggestion[]} starters
 *
 * @typedef {{reply_id: string, entry: string}} Picked a suggestion of an earlier reply that was pressed
 *
 * @typedef {{reply_id: string, vote: "good" | "bad" | "none", reason?: string}} Vote
 *
 * @typedef {import("./strings.js").Strings} Strings
 */

export {};
