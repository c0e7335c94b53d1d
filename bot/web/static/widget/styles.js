// @ts-check

// A constructable sheet needs no `style-src`, so the element works under the strictest policy of a host page.
export const sheet = new CSSStyleSheet();
sheet.replaceSync(SHEET);
