// What the server writes above the joined modules.

/** The style sheet: tokens.css and widget.css. */
declare const SHEET: string;
/** Names this state of the widget in its immutable addresses. */
declare const VERSION: string;
/** Codes of the languages besides English that have a table of strings, with spaces between them. */
declare const LANGUAGES: string;

interface Window {
  FaqBot: typeof import("./element.js").FaqBot;
}
