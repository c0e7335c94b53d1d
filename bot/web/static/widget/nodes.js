// @ts-check

/** @typedef {Node | string | null | undefined | false} Child */

// Taken when the script loads: what a page does to its prototypes later does not reach the widget.
const create = document.createElement;
const { append, setAttribute } = Element.prototype;

/**
 * A new element. Attributes that are null or false are left out; a function is a listener.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | boolean | null | undefined | ((event: any) => void)>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const node = /** @type {HTMLElementTagNameMap[Tag]} */ (create.call(document, tag));
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value || value === "") set(node, name, value === true ? "" : value);
  }
  add(node, ...children);
  return node;
}

/**
 * @param {Element} node
 * @param {...Child} children
 */
export function add(node, ...children) {
  for (const child of children) if (child) append.call(node, child);
}

/**
 * @param {Element} node
 * @param {string} name
 * @param {string} value
 */
export function set(node, name, value) {
  setAttribute.call(node, name, value);
}

/**
 * A button that does not submit.
 *
 * @param {string} kind its class
 * @param {() => void} press
 * @param {...Child} children
 */
export function button(kind, press, ...children) {
  return make("button", { type: "button", class: kind, click: press }, ...children);
}

/**
 * A button that shows a drawing; `name` is read in its place.
 *
 * @param {string} kind
 * @param {string} name
 * @param {string} path
 * @param {() => void} press
 */
export function iconButton(kind, name, path, press) {
  const made = button(`icon ${kind}`, press, icon(path));
  label(made, name);
  return made;
}

/**
 * @param {Element} node
 * @param {string} name
 */
export function label(node, name) {
  set(node, "aria-label", name);
  set(node, "title", name);
}

/**
 * A 20 x 20 line drawing that says nothing to a screen reader.
 *
 * @param {string} path
 */
export function icon(path) {
  const [svg, line] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  set(svg, "viewBox", "0 0 20 20");
  set(svg, "aria-hidden", "true");
  set(line, "d", path);
  add(svg, line);
  return svg;
}

/**
 * A link that leaves the page, or its children alone where the address is not one that a link may have.
 *
 * @param {string | null | undefined} url
 * @param {Child[]} children
 * @param {string} [note] said by screen readers after the link's text
 */
export function link(url, children, note) {
  const href = safe(url ?? "");
  if (!href) return make("span", {}, ...children);
  const attributes = { href, target: "_blank", rel: "noopener" };
  return make("a", attributes, ...children, note && make("span", { class: "hidden" }, ` ${note}`));
}

/** @param {string} url */
function safe(url) {
  try {
    // Without a base, a relative address throws: the reply may be shown on any site.
    const { protocol, href } = new URL(url);
    return ["http:", "https:", "mailto:"].includes(protocol) && href;
  } catch {
    return "";
  }
}
