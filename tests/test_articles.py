"""Every style in which articles say what they say, in samples of our own."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.articles import naming
from bot.articles.reading import read
from bot.records import Entry


def imported(text: str, name: str = "bakery.md") -> list[Entry]:
    return naming.entries_of(read(name, text.encode()), name)


def asked(entries: list[Entry], kind: str = "question") -> list[str]:
    return [entry.question for entry in entries if entry.kind == kind]


@dataclass(frozen=True)
class Style:
    name: str
    text: str
    questions: tuple[str, ...] = ("When do you open?", "Do you bake cakes?")
    claims: tuple[str, ...] = ()
    file: str = "bakery.md"
    answer: str = "At seven."  # of the first entry


CLAIMS = ("White flour is poison", "Bread makes you fat")
FALSE = "No, it is wheat without bran."

STYLES = [
    Style("h2", "# FAQ\n\n## When do you open?\n\nAt seven.\n\n## Do you bake cakes?\nYes."),
    Style("h1", "+++\ntitle = 'FAQ'\n+++\n\n# When do you open?\nAt seven.\n\n# Do you bake cakes?\nYes.\n#### Come by!\n"),
    Style("h3-in-categories", "# Häufige Fragen\n## Besuch\n### When do you open?\nAt seven.\n## Kuchen\n### Do you bake cakes?\nYes."),
    Style("h4-in-folded-contents",
          "# FAQ\n<details><summary>Table of contents</summary>\n\n- [When](#when)\n\n</details>\n\n## A\n### B\n"
          "#### When do you open?\nAt seven.\n\n#### Do you bake cakes?\nYes."),
    Style("levels-mixed", "# FAQ\n## When do you open?\nAt seven.\n### Do you bake cakes?\nYes.\n"),
    Style("statements", "# FAQ\n## I want to come early\nAt seven.\n## Do you bake cakes?\nYes.\n## I lost my bag!\nAsk us.\n",
          ("I want to come early", "Do you bake cakes?", "I lost my bag!")),
    Style("q-a-bold", "# FAQ\n\n**Q: When do you open?**\n\nA: At seven.\n\n**Q: Do you bake cakes?**\n\n**A:** Yes."),
    Style("q-a-plain", "# Help\n\nQ: When do you open?\n\nA: At seven.\n\n---\n\nQ: Do you bake cakes?\nA: Yes."),
    Style("q-a-numbered", "## FAQ\n\n**Q1. When do you open?**\nAt seven.\n\n**Q2. Do you bake cakes?**\nYes."),
    Style("q-a-german", "## Fragen und Antworten\n\nFrage: When do you open?\nAntwort: At seven.\n\nFrage: Do you bake cakes?\nAntwort: Yes."),
    Style("q-a-headings", "## FAQ\n### Q1: When do you open?\nA1: At seven.\n### Q2: Do you bake cakes?\nYes."),
    Style("q-a-bullets", "# FAQ\n\n- **Q:** When do you open?\n  - **A:** At seven.\n- **Q:** Do you bake cakes?\n  - **A:** Yes."),
    Style("q-a-bullets-inline", "# FAQ\n\n* Q: When do you open?\n  A: At seven.\n* Q: Do you bake cakes?\n  A: Yes."),
    Style("bold-line", "## FAQ\n\n**When do you open?**\n\nAt seven.\n\n**Do you bake cakes?**\n\nYes."),
    Style("bold-line-then-answer", "## FAQ\n\n**When do you open?**\nAt seven.\n\n**Do you bake cakes?**\nYes."),
    Style("bold-numbered", "## FAQ\n\n**1. When do you open?** At seven.\n\n**2. Do you bake cakes?** Yes."),
    Style("ordered-bold", "## FAQ\n\n1. **When do you open?**\n\n   At seven.\n\n2. **Do you bake cakes?**\n\n   Yes."),
    Style("ordered-bold-inline", "## FAQ\n\n1. **When do you open?** At seven.\n2. **Do you bake cakes?** Yes."),
    Style("bullets", "# FAQ\n\n- When do you open?\n\n  At seven.\n\n- Do you bake cakes?\n\n  Yes."),
    Style("bullets-inline", "# FAQ\n\n- When do you open? At seven.\n- Do you bake cakes? Yes."),
    Style("numbered-headings", "# FAQ\n\n## 1. When do you open?\nAt seven.\n\n## 2. Do you bake cakes?\nYes."),
    Style("plain-lines", "# FAQ\n\nWhen do you open?\n\nAt seven.\n\nDo you bake cakes?\n\nYes."),
    Style("plain-lines-tight", "# FAQ\n\nWhen do you open?\nAt seven.\n\nDo you bake cakes?\nYes."),
    Style("definitions", "# FAQ\n\nWhen do you open?\n: At seven.\n\nDo you bake cakes?\n: Yes.\n"),
    Style("details", "# FAQ\n\n<details>\n<summary>When do you open?</summary>\n\nAt seven.\n\n</details>\n\n<details>\n"
                     "<summary><b>Do you bake cakes?</b></summary>\nYes.\n</details>\n"),
    Style("admonitions", '# FAQ\n\n??? question "When do you open?"\n    At seven.\n\n???+ note "Do you bake cakes?"\n    Yes.\n'),
    Style("containers", "# FAQ\n\n:::details When do you open?\nAt seven.\n:::\n\n::: details Do you bake cakes?\nYes.\n:::\n"),
    Style("components", "# FAQ\n\nimport { Accordion } from 'x'\n\n<Accordion title=\"When do you open?\">\n\nAt seven.\n\n</Accordion>\n"
                        '<Accordion title="Do you bake cakes?">\n  Yes.\n</Accordion>\n', file="bakery.mdx"),
    Style("component-slots", "---\ntitle: x\n---\n::faq\n---\nid: a\n---\n#questions\n  ::item\n  #question\n  When do you open?\n  #answer\n"
                             "  At seven.\n  ::\n  ::item\n  #question\n  Do you bake cakes?\n  #answer\n  Yes.\n  ::\n::\n"),
    Style("shortcodes", '# FAQ\n\n{{< accordion title="When do you open?" >}}\nAt seven.\n{{< /accordion >}}\n\n{{% details "Do you bake cakes?" %}}\nYes.\n{{% /details %}}\n'),
    Style("tags", '# FAQ\n\n{% include faq.html question="When do you open?" answer="At seven." %}\n\n{% details "Do you bake cakes?" %}\nYes.\n{% enddetails %}\n'),
    Style("html-headings-in-markdown", '# FAQ\n\n<h3 id="when">When do you open?</h3>\n\nAt seven.\n\n<h3>Do you bake cakes?</h3>\n\nYes.\n'),
    Style("table", "# FAQ\n\n| Question | Answer |\n|---|---|\n| When do you open? | At seven. |\n| Do you bake cakes? | Yes. |\n"),
    Style("front-matter", "---\ntitle: Bakery\nfaq:\n  - question: When do you open?\n    answer: At seven.\n  - q: Do you bake cakes?\n"
                          "    a: Yes.\n---\n"),
    Style("section-of-an-article", "# Bread\n\nAll about bread and how it is made here.\n\n## FAQ About Our Bread\n\n### When do you open?\n"
                                   "At seven.\n\n### Do you bake cakes?\nYes.\n\n## Conclusion\n\nCome and taste, we are glad to see you.", answer=""),
    Style("article-that-asks", "# Bread\n\n## When do you open?\n\nAt seven.\n\n## Our oven\n\nIt is of stone.\n\n## Do you bake cakes?\n\nYes."),
    Style("fence-around-all", "```markdown\n---\ntitle: FAQ\n---\n\n## When do you open?\nAt seven.\n\n## Do you bake cakes?\nYes.\n```\n"),
    Style("half-a-front-matter", "title: FAQ\ntags:\n  - bread\n---\n\n## When do you open?\nAt seven.\n\n## Do you bake cakes?\nYes.\n"),
    Style("other-question-marks", "# FAQ\n\n## متى تفتحون؟\n\nAt seven.\n\n## 你们做蛋糕吗？\n\nYes.", ("متى تفتحون؟", "你们做蛋糕吗？")),
    Style("spanish", "# Preguntas frecuentes\n\n## ¿Cuándo abren?\nAt seven.\n\n## ¿Hacen pasteles?\nSí.", ("¿Cuándo abren?", "¿Hacen pasteles?")),
    Style("setext", "FAQ\n===\n\nWhen do you open?\n-----------------\nAt seven.\n\nDo you bake cakes?\n------------------\nYes."),
    # --- misconceptions ---
    Style("myth-headings", "# Bread\n\n### Myth 1: “White flour is poison”\n" + FALSE + "\n\n### Myth #2 – Bread makes you fat\nIt does not.", (), CLAIMS, answer=FALSE),
    Style("myth-bold", "# Bread\n\n**Myth 1: White flour is poison**\n**Fact:** " + FALSE + "\n\n**Myth 2: Bread makes you fat**\nFact: It does not.",
          (), CLAIMS, answer=FALSE),
    Style("misconception-bold", "## Misconceptions\n\n* **Misconception 1: White flour is poison.** " + FALSE + "\n* **Misconception 2: Bread makes you fat.** "
          "It does not.\n", (), tuple(claim + "." for claim in CLAIMS), answer=FALSE),
    Style("misconception-bullets", "# Bread\n\nA few words about bread before we begin.\n\n## Common misconceptions\n\n- **White flour is poison** – " + FALSE
          + "\n- **Bread makes you fat:** It does not.\n", (), CLAIMS, answer=""),
    Style("misconception-and-correction", "# Misconceptions\n\n## 1. Flour\n\n**Misconception:** White flour is poison\n\n**Correction:** " + FALSE
          + "\n\n## 2. Bread\n\n**Misconception:** Bread makes you fat\n\n**Correction:** It does not.\n", (), CLAIMS, answer=FALSE),
    Style("numbered-claims", "# Common Misconceptions\n\n## The Misconceptions\n\n### 1) White flour is poison\n" + FALSE
          + "\n\n### 2) Bread makes you fat\nIt does not.\n\n## Conclusion\n\nBread is good for you, and for us too.", (), CLAIMS, answer=FALSE),
    Style("quoted-claims", '---\ntitle: Myths about bread\n---\n\n## "White flour is poison"\n' + FALSE
          + '\n\n## "Bread makes you fat"\nIt does not.\n', (), CLAIMS, answer=FALSE),
    Style("myth-table", "# Bread myths\n\n| Myth | Reality |\n|---|---|\n| White flour is poison | " + FALSE + " |\n| Bread makes you fat | It does not. |",
          (), CLAIMS, answer=FALSE),
    Style("mythos", "# Brot\n\n## Mythos Nr. 1: White flour is poison\n" + FALSE + "\n\n## Mythos Nr. 2: Bread makes you fat\nNein.", (), CLAIMS, answer=FALSE),
    Style("mythe", "## Idées reçues\n\n**Mythe : White flour is poison**\n**Réalité :** " + FALSE + "\n\n**Mythe : Bread makes you fat**\n**Réalité :** Non.",
          (), CLAIMS, answer=FALSE),
    Style("myth-plain", "Myth: White flour is poison\n\nFact: " + FALSE + "\n\nMyth: Bread makes you fat\n\nFact: It does not.\n", (), CLAIMS, answer=FALSE),
    Style("myth-among-questions", "# FAQ\n\n## When do you open?\nAt seven.\n\n## Myth: Bread makes you fat\nIt does not.\n\n## Do you bake cakes?\nYes.",
          claims=("Bread makes you fat",)),
    # --- HTML ---
    Style("html-headings", "<html><head><title>x</title></head><body><nav><h2>Menu?</h2></nav><h1>FAQ</h1><h3>1. When do you open?</h3><p>At seven.</p>"
                           "<h3>2. Do you bake <em>cakes</em>?</h3><p>Yes.<footer><h3>Who made this?</h3><p>We did.</p></footer></body>", file="a.html"),
    Style("html-details", "<body><h1>Bakery</h1><details><summary>When do you open?</summary><p>At seven.</details>"
                          "<details><summary><h3>Do you bake cakes?</h3></summary><div>Yes.</div></details>", file="a.html"),
    Style("html-accordion", "<main><h1>FAQ</h1><div class='faq-item'><div class='faq-question'><span>When do you open?</span><i>+</i></div>"
                            "<div class='faq-answer'><p>At seven.</p></div></div><div class='faq-item'><button aria-expanded='false'>Do you bake cakes?"
                            "</button><div>Yes.</div></div><h2>Still have questions?</h2><p>Call us now.</p></main>", file="a.html"),
    Style("html-definitions", "<h1>FAQ</h1><dl><dt>When do you open?</dt><dd>At seven.</dd><dt>Do you bake cakes?<dd>Yes.</dl>", file="a.html"),
    Style("html-json-ld", "<html><head><script type='application/ld+json'>{\"@type\":\"FAQPage\",\"mainEntity\":[{\"@type\":\"Question\",\"name\":"
                          '"When do you open?","acceptedAnswer":{"@type":"Answer","text":"<p>At\n seven.</p>"}},{"@type":"Question",'
                          '"name":"Do you bake cakes?","acceptedAnswer":{"text":"Yes."}}]}</script></head><body><p>Hi</p></body></html>',
          file="a.html"),
    Style("html-myths", "<main><h1>Bread</h1><h2>Mythos 1: White flour is poison</h2><p>" + FALSE + "</p><h2>Mythos 2: Bread makes you fat</h2><p>Nein.</p></main>",
          (), CLAIMS, file="a.html", answer=FALSE),
    # --- tables and JSON ---
    Style("csv", "question,answer\nWhen do you open?,At seven.\nDo you bake cakes?,Yes.\n", file="a.csv"),
    Style("csv-other-order", "id;Antwort;Frage\n1;At seven.;When do you open?\n2;Yes.;Do you bake cakes?\n", file="a.csv"),
    Style("csv-without-header", "\ufeffAt seven.,When do you open?\nYes.,Do you bake cakes?\n", file="a.csv"),
    Style("csv-languages", "q_fr,q_en,a_fr,a_en\nQuand ?,When do you open?,A sept.,At seven.\nGateaux ?,Do you bake cakes?,Oui.,Yes.\n", file="a.csv"),
    Style("tsv", "question\tanswer\nWhen do you open?\tAt seven.\nDo you bake cakes?\tYes.\n", file="a.tsv"),
    Style("json", '[{"q": "When do you open?", "a": ["At seven."]}, {"q": "Do you bake cakes?", "a": "Yes."}]', file="a.json"),
    Style("json-nested", '{"faq": {"items": [{"title": "When do you open?", "content": "At seven."}, {"question": "Do you bake cakes?", "answer": '
                         '{"text": "<b>Yes.</b>"}}]}}', file="a.json"),
    Style("json-mapping", '{"When do you open?": "At seven.", "Do you bake cakes?": "Yes."}', file="a.json"),
    Style("json-lines", '{"question": "When do you open?", "answer": "At seven."}\n{"question": "Do you bake cakes?", "answer": "Yes."}\n', file="a.jsonl"),
]  # fmt: skip


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_an_article_in_this_style_gives_its_questions_and_claims(style: Style) -> None:
    entries = imported(style.text, style.file)
    assert tuple(asked(entries)) == style.questions
    assert tuple(asked(entries, "misconception")) == style.claims
    if style.answer:
        assert entries[0].answer == style.answer
