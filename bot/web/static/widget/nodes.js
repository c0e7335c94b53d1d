// @ts-check

/** @typedef {Node | string | null | undefined | false} Child */

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
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value) node.setAttribute(name, value);
  }
  for (const child of children) if (child) node.append(child);
  return node;
}

/**
 * A 20 x 20 line drawing that says nothing to a screen reader.
 *
 * @param {string} path
 */
export function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  svg.append(line);
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
  const href = safeUrl(url);
  if (!href) return make("span", {}, ...children);
  const attributes = { href, target: "_blank", rel: "nofollow noopener noreferrer" };
  return make("a", attributes, ...children, note && make("span", { class: "hidden" }, ` ${note}`));
}

/** @param {string | null | undefined} url */
export function safeUrl(url) {
  try {
    // Without a base, a relative address throws: the reply may be shown on any site.
    const { protocol, href } = new URL(url ?? "");
    return ["http:", "https:", "mailto:"].includes(protocol) ? href : null;
  } catch {
    return null;
  }
}
