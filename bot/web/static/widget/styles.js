// @ts-check

// A constructable sheet needs no `style-src`, so the element works under the strictest policy of a host page.
export const sheet = new CSSStyleSheet();

// Sizes are in `em` of the host's font size: a host page's `rem` may be anything.
sheet.replaceSync(`
:host {
  all: initial;
  display: flex;
  color-scheme: light dark;
  --ground: var(--faqbot-ground, light-dark(#f7f6f3, #14181b));
  --surface: light-dark(#fff, #1e2428);
  --ink: light-dark(#1c2226, #e6eaeb);
  --quiet: light-dark(#58626a, #9eaab0);
  --line: light-dark(#e1ded7, #333d43);
  --edge: light-dark(#848c91, #6f7c84);
  --accent: var(--faqbot-accent, light-dark(#0b5f66, #7ccbcb));
  --on-accent: light-dark(#fff, #0c1f21);
  --asked: var(--faqbot-accent, light-dark(#0b5f66, #1f4f55));
  --tint: color-mix(in srgb, var(--accent) 9%, var(--surface));
  --alarm: light-dark(#99331f, #f2a48f);
  --caution: light-dark(#76520a, #e6c06a);
  color: var(--ink);
  background: var(--ground);
  font: 400 var(--faqbot-font-size, 16px) / 1.55 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  -webkit-text-size-adjust: 100%;
}
:host([hidden]), [hidden] { display: none !important }
*, ::before, ::after { box-sizing: border-box }
h2, h3, p, ul, ol, blockquote, pre { margin: 0; padding: 0 }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
button, input { font: inherit; color: inherit; letter-spacing: inherit }
button { cursor: pointer; touch-action: manipulation }
svg { inline-size: 1.25em; block-size: 1.25em; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round }
a { color: var(--accent); text-decoration-line: underline; text-decoration-thickness: 1px; text-underline-offset: .2em }
a:hover { text-decoration-thickness: 2px }

.panel { container-type: inline-size; display: flex; flex: 1; flex-direction: column; min-inline-size: 0; min-block-size: 0 }
.scroller { position: relative; display: flex; flex: 1; flex-direction: column; min-block-size: 0; overflow: hidden auto; overscroll-behavior: contain; scrollbar-width: thin; scrollbar-color: var(--line) transparent; outline: 0 }
.column, .dock { inline-size: 100%; max-inline-size: 46em; margin-inline: auto; padding-inline: 1em }
.column { flex: none; padding-block: 1.5em }
.empty .column { margin-block: auto }

.greeting { text-wrap: pretty }
.empty .greeting { max-inline-size: 34em; font-size: 1.25em; line-height: 1.45; letter-spacing: -.01em }
.scroller:not(.empty) .welcome .chips { display: none }
.turn { display: flex; flex-direction: column; align-items: flex-start; gap: .625em; margin-block-start: 1.75em }
.visitor, .bubble, .scroller:not(.empty) .greeting { inline-size: fit-content; max-inline-size: min(36em, 100%); overflow-wrap: anywhere; border-radius: 1.125em }
.visitor { align-self: flex-end; max-inline-size: 85%; padding: .5em 1em; color: #fff; background: var(--asked); border-end-end-radius: .3em; white-space: pre-line }
.bubble, .scroller:not(.empty) .greeting { padding: .875em 1.125em; background: var(--surface); border: 1px solid var(--line); border-end-start-radius: .3em }
.bubble > * + * { margin-block-start: .625em }
.bubble > .hidden + * { margin-block-start: 0 }
.read-as { align-self: flex-end; margin-block-start: -.25em; padding-inline: .25em; max-inline-size: 85%; color: var(--quiet); font-size: .875em; overflow-wrap: anywhere }
.asked { font-weight: 650; line-height: 1.4; text-wrap: pretty }
.asked + .blocks { margin-block-start: .25em }

.badge { display: inline-flex; align-items: center; gap: .375em; padding: .125em .7em .125em .5em; border-radius: 2em; color: var(--tone); background: color-mix(in srgb, var(--tone) 11%, var(--surface)); font-size: .8125em; font-weight: 600; line-height: 1.6 }
.badge:dir(rtl) { padding: .125em .5em .125em .7em }
.badge svg { inline-size: 1.15em; block-size: 1.15em; stroke-width: 2.4 }
.wrong { --tone: var(--alarm) }
.partly, .outdated { --tone: var(--caution) }
.notCovered { --tone: var(--quiet) }
.claim { padding-inline-start: .875em; border-inline-start: 3px solid color-mix(in srgb, var(--alarm) 45%, var(--surface)); font-style: italic; color: var(--quiet) }
.partly ~ .claim, .outdated ~ .claim { border-color: color-mix(in srgb, var(--caution) 45%, var(--surface)) }
.claim::before { content: "\\201c" / "" }
.claim::after { content: "\\201d" / "" }

.blocks > * + *, li > * + * { margin-block-start: .625em }
h3 { font-size: 1em; font-weight: 650; margin-block-start: 1em }
.blocks :is(ul, ol) { padding-inline-start: 1.375em }
.blocks li + li { margin-block-start: .25em }
.blocks li::marker { color: var(--quiet) }
.blocks blockquote { padding-inline-start: .875em; border-inline-start: 3px solid var(--line); color: var(--quiet) }
code { font: .875em / 1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace }
:not(pre) > code { padding: .1em .3em; background: var(--tint); border-radius: .3em }
pre, .table { overflow: auto; border: 1px solid var(--line); border-radius: .5em }
pre { padding: .75em; background: var(--ground) }
table { border-collapse: collapse; inline-size: 100%; font-size: .9375em; font-variant-numeric: tabular-nums; overflow-wrap: normal }
th, td { padding: .4em .75em; text-align: start; vertical-align: top }
th { font-weight: 650; background: var(--ground) }
tr + tr td, thead + tbody td { border-block-start: 1px solid var(--line) }
hr { border: 0; border-block-start: 1px solid var(--line) }

.links { display: flex; gap: .5em; font-size: .875em; color: var(--quiet) }
.blocks + .links { padding-block-start: .625em; border-block-start: 1px solid var(--line) }
.links span { flex: none }
.links .hidden { flex: none }
.links ul, .chips ul { display: flex; flex-wrap: wrap; list-style: none }
.links ul { gap: .125em 1em; min-inline-size: 0 }
.links a { display: inline-block; min-block-size: 24px }

.chips { max-inline-size: 100% }
.chips p { margin-block-end: .5em; color: var(--quiet); font-size: .875em }
.chips ul { gap: .5em }
.turn > .chips { margin-block-start: .25em }
.greeting + .chips { margin-block-start: 1.5em }
.welcome .chips ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20em), 1fr)) }
.welcome .chip { inline-size: 100%; block-size: 100%; padding: .7em 1em; border-radius: .875em }
.chip, .retry { min-block-size: 2.25em; padding: .35em .9em; text-align: start; line-height: 1.4; color: var(--accent); background: var(--surface); border: 1px solid color-mix(in srgb, var(--accent) 32%, var(--surface)); border-radius: 1.25em; overflow-wrap: anywhere; transition: background-color .12s, border-color .12s }
.chip { font-size: .9375em }
.chip:hover, .retry:hover { background: var(--tint); border-color: var(--accent) }
.chip:active, .retry:active { background: color-mix(in srgb, var(--accent) 18%, var(--surface)) }
.none { color: var(--quiet); background: none; border-color: var(--line) }
.none:hover { border-color: var(--edge) }
.failure { border-color: color-mix(in srgb, var(--alarm) 40%, var(--surface)) }

.waiting { display: flex; align-items: center; gap: .625em; color: var(--quiet); font-size: .875em }
.waiting:not(:empty) { margin-block-start: .75em; animation: appear .2s .15s both }
.dots { display: flex; gap: .25em }
.dots i { inline-size: .375em; block-size: .375em; border-radius: 50%; background: var(--accent); opacity: .55 }

.dock { position: relative; padding-block-end: max(.625em, env(safe-area-inset-bottom)) }
.dock::before { content: ""; position: absolute; inset: -1.5em 0 auto; block-size: 1.5em; background: linear-gradient(transparent, var(--ground)); pointer-events: none }
.composer { position: relative; display: flex; align-items: center; gap: .5em; padding: .375em; padding-inline-start: 1.25em; background: var(--surface); border: 1px solid var(--edge); border-radius: 1.75em; box-shadow: 0 1px 3px #0000000d, 0 6px 20px -8px #0000001f; transition: border-color .12s }
.composer:focus-within { border-color: var(--accent) }
.composer:has(input:focus) { outline: 1px solid var(--accent) }
.composer input { flex: 1; min-inline-size: 0; block-size: 2.375em; padding: 0; font-size: max(16px, 1em); unicode-bidi: plaintext; background: none; border: 0; outline: 0; appearance: none }
input::placeholder { color: var(--quiet); opacity: 1 }
.send { display: grid; place-items: center; flex: none; inline-size: 2.375em; block-size: 2.375em; padding: 0; color: var(--on-accent); background: var(--accent); border: 0; border-radius: 50%; transition: background-color .15s }
.send:hover { background: color-mix(in srgb, var(--accent) 85%, var(--ink)) }
.send:active { scale: .94 }
input:placeholder-shown + .send:not(:hover) { color: var(--quiet); background: color-mix(in srgb, var(--ink) 8%, var(--surface)) }
.foot { display: flex; align-items: center; gap: 1em; min-block-size: 2.75em; padding-inline: 1.5em; color: var(--quiet); font-size: .8125em; line-height: 1.35 }
.start-over { flex: none; margin-inline-start: auto; min-block-size: 24px; padding: .125em .375em; background: none; border: 0; border-radius: .3em; text-decoration: underline 1px; text-underline-offset: .2em }
.start-over:hover { color: var(--ink) }

.options { position: absolute; inset-inline: -1px; inset-block-end: calc(100% + .5em); z-index: 1; max-block-size: min(20em, 50dvh); padding: .375em; overflow: hidden auto; list-style: none; background: var(--surface); border: 1px solid var(--line); border-radius: 1em; box-shadow: 0 -6px 32px -6px light-dark(#1c222638, #000c) }
.options li { padding: .5em .875em; border-radius: .625em; line-height: 1.4; overflow-wrap: anywhere; cursor: pointer }
.options li:hover { background: color-mix(in srgb, var(--ink) 5%, var(--surface)) }
.options li[aria-selected=true] { background: var(--tint); color: var(--accent); box-shadow: inset 0 0 0 1px color-mix(in srgb, var(--accent) 40%, var(--surface)) }

@media (prefers-reduced-motion: no-preference) {
  .scroller { scroll-behavior: smooth }
  .send { transition: background-color .15s, scale .1s }
  .bubble, .turn > .chips, .visitor, .options { animation: appear .22s both }
  .turn > .chips { animation-delay: .08s }
  .dots i { animation: breathe 1.2s ease-in-out infinite }
  .dots i:nth-child(2) { animation-delay: .15s }
  .dots i:nth-child(3) { animation-delay: .3s }
}
@keyframes appear { from { opacity: 0; translate: 0 .375em } }
@keyframes breathe { 50% { opacity: .15 } }
@container (min-width: 40em) {
  .scroller { scrollbar-gutter: stable both-edges }
}
@container (max-width: 26em) {
  .foot { padding-inline: .5em }
  .empty .greeting { font-size: 1.125em }
}
@media (max-height: 24em) {
  .foot span { display: none }
}
@media (forced-colors: active) {
  .visitor, .bubble, .badge, .send { border: 1px solid; forced-color-adjust: auto }
  .options li[aria-selected=true] { outline: 2px solid Highlight; outline-offset: -2px }
  .dots i { background: CanvasText }
}
@media print {
  .dock { display: none }
  .scroller { overflow: visible }
}
`);
