// @ts-check
import { link, make } from "./nodes.js";

/** @typedef {import("./types.js").Block} Block */
/** @typedef {import("./types.js").Inline} Inline */

/**
 * @param {Block[]} blocks
 * @returns {Node[]}
 */
export function blockNodes(blocks) {
  return blocks.map(blockNode);
}

/**
 * @param {Block} block
 * @returns {Node}
 */
function blockNode(block) {
  switch (block.type) {
    case "paragraph":
      return make("p", {}, ...inlineNodes(block.children));
    case "heading":
      // One level, under the conversation's: an article's own levels would leave gaps in the page's outline.
      return make("h3", {}, ...inlineNodes(block.children));
    case "list":
      return make(block.ordered ? "ol" : "ul", {}, ...block.items.map((item) => make("li", {}, ...blockNodes(item))));
    case "quote":
      return make("blockquote", {}, ...blockNodes(block.children));
    case "code":
      // A box that scrolls must be reachable by keyboard.
      return make("pre", { tabindex: "0" }, make("code", {}, block.text));
    case "table":
      return tableNode(block.header, block.rows);
    case "rule":
      return make("hr");
    default:
      return document.createTextNode("");
  }
}

/**
 * @param {Inline[][]} header
 * @param {Inline[][][]} rows
 */
function tableNode(header, rows) {
  const head = header.map((cell) => make("th", { scope: "col" }, ...inlineNodes(cell)));
  const body = rows.map((row) => make("tr", {}, ...row.map((cell) => make("td", {}, ...inlineNodes(cell)))));
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...body));
  return make("div", { class: "table", tabindex: "0" }, table);
}

/**
 * @param {Inline[]} children
 * @returns {Node[]}
 */
function inlineNodes(children) {
  return children.map(inlineNode);
}

/**
 * @param {Inline} inline
 * @returns {Node}
 */
function inlineNode(inline) {
  switch (inline.type) {
    case "text":
      return document.createTextNode(inline.text);
    case "code":
      return make("code", {}, inline.text);
    case "strong":
      return make("strong", {}, ...inlineNodes(inline.children));
    case "emphasis":
      return make("em", {}, ...inlineNodes(inline.children));
    case "link":
      return link(inline.url, inlineNodes(inline.children));
    case "break":
      return make("br");
    default:
      return document.createTextNode("");
  }
}
