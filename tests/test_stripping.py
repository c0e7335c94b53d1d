from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.stripping import strip_css, strip_javascript
from bot.web.widget import MODULES

JAVASCRIPT = {
    "comments": ("// one\nlet a = 1; // two\n/* three */ let b; /** four\n * five */\nlet c", "let a=1;let b;let c\n"),
    "indentation": ("if (a) {\n    b();\n\n\n    c();\n}", "if(a){b();c();}\n"),
    "a line end for a semicolon": ("a()\nb()\n[c] = d", "a()\nb()\n[c]=d\n"),
    "a comment that holds one": ("return /* \n */ a", "return\na\n"),
    "a comment between words": ("return/* now */a", "return a\n"),
    "signs that would join": ("a + +b - -c + ++d", "a + +b - -c + ++d\n"),
    "what would begin an HTML comment": ("a < !--b", "a < !--b\n"),
    "a string with comments in it": ('f("// no", \'/* no */\', "a  \\"  b")', 'f("// no",\'/* no */\',"a  \\"  b")\n'),
    "a template with comments": ("`a // b\n ${ c /* d */ + `${ {f: 1} }` }/* g */`", "`a // b\n ${c + `${{f:1}}`}/* g */`\n"),
    "a template with escapes": ("`\\` \\${a} $ {b}  //`; c", "`\\` \\${a} $ {b}  //`;c\n"),
    "a regular expression": ("a = /[/*]  \\/\\/  x/g; b", "a=/[/*]  \\/\\/  x/g;b\n"),
    "one after a word": ("return /  'a/.test(b)", "return /  'a/.test(b)\n"),
    "division": ("a / b / c; (a) / 2; a[0] / 2 // c", "a / b / c;(a)/ 2;a[0]/ 2\n"),
}  # fmt: skip


@pytest.mark.parametrize(("code", "stripped"), JAVASCRIPT.values(), ids=JAVASCRIPT.keys())
def test_javascript_loses_comments_and_needless_space_alone(code: str, stripped: str) -> None:
    assert strip_javascript(code) == stripped


@given(st.text(alphabet="ab \n/*'\"`$\\#;", max_size=30))
def test_what_stands_in_a_string_stays(text: str) -> None:
    string = '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    template = "`" + re.sub(r"[\\`$]", lambda found: "\\" + found[0], text) + "`"
    assert strip_javascript(f"f({string}, {template})") == f"f({string},{template})\n"


@pytest.mark.parametrize("path", sorted(MODULES.glob("*.js")), ids=lambda path: path.name)
def test_stripping_twice_changes_nothing_more(path: Path) -> None:
    once = strip_javascript(path.read_text("utf-8"))
    assert strip_javascript(once) == once


def test_a_template_without_an_end_is_an_error() -> None:
    with pytest.raises(ValueError, match="no end"):
        strip_javascript("`a ${b}")


CSS = {
    "comments": ("/* a\n b */ p { color: red } /* c */", "p{color:red}"),
    "strings": ('p::before { content: "/* a;  } */" ; }', 'p::before{content:"/* a;  } */"}'),
    "selectors": ("a :is(b, c) > d + e::after { }", "a :is(b,c)>d + e::after{}"),
    "signs that need their space": ("p { inset: calc(1em - (2em + 3%)) 0 }", "p{inset:calc(1em - (2em + 3%)) 0}"),
    "conditions": ("@media (x: 3em) and (y) {\n  p { a: b !important; }\n}", "@media (x:3em) and (y){p{a:b!important}}"),
}  # fmt: skip


@pytest.mark.parametrize(("sheet", "stripped"), CSS.values(), ids=CSS.keys())
def test_css_loses_comments_and_needless_space_alone(sheet: str, stripped: str) -> None:
    assert strip_css(sheet) == stripped
