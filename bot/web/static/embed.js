// @ts-check

/** @param {string} id */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const form = /** @type {HTMLFormElement} */ (document.querySelector(".choices"));
const box = part("_box");
const UNTOUCHED = "#0b5f66";

let isOpen = false;
document.addEventListener("faqbot:open", () => (isOpen = true));
document.addEventListener("faqbot:close", () => (isOpen = false));

/** What is chosen, as attributes of the tag. */
function chosen() {
  const { pinned, place, open: atOnce, accent, ...rest } = Object.fromEntries(new FormData(form));
  const attributes = { ...rest, ...(accent !== UNTOUCHED && { accent }), ...(place === "box" ? { target: "#faq" } : { position: place }) };
  const said = Object.entries(attributes).filter(([, value]) => value);
  return { said: atOnce ? [...said, ["open", ""]] : said, place, pinned };
}

/** @param {string} text */
const quoted = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** The tag, as it is to be copied. */
function tag() {
  const { said, place, pinned } = chosen();
  const { widget, pinned: address, integrity } = form.dataset;
  const source = pinned ? `src="${address}"\n  integrity="${integrity}" crossorigin` : `src="${widget}"`;
  const attributes = said.map(([name, value]) => (value ? ` data-${name}="${quoted(String(value))}"` : ` data-${name}`));
  const target = place === "box" ? '<div id="faq"></div>\n' : "";
  return `${target}<script ${source}${attributes.join("")} async></${"script"}>`;
}

/** Shows the tag, and on this page what it makes of another. */
function show() {
  part("_code").textContent = tag();
  part("_copied").textContent = "";
  const { said, place } = chosen();
  const bot = document.createElement("faq-bot");
  for (const [name, value] of said) if (name !== "target") bot.dataset[name] = String(value);
  if (place !== "box") bot.dataset.position ??= "end";
  if (isOpen) bot.dataset.open = "";
  for (const old of document.querySelectorAll("faq-bot")) old.remove();
  box.hidden = place !== "box";
  (place === "box" ? box : document.body).append(bot);
}

let timer = 0;
form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(show, 200);
});
form.addEventListener("submit", (event) => event.preventDefault());
part("_copy").addEventListener("click", async () => {
  const copied = await navigator.clipboard.writeText(tag()).then(
    () => true,
    () => false,
  );
  part("_copied").textContent = copied ? "Copied." : "This browser does not let it be copied: please select it.";
});
show();
