"""The words by which articles name their parts, in many languages, and what a question looks like in their scripts."""

from __future__ import annotations

import re

_FAQ = """
faqs? f\\.a\\.q\\.?s? q\\s?&\\s?a q\\s+and\\s+a
frequently\\s+asked\\s+questions? (?:common|commonly\\s+asked|popular|top|general)\\s+questions questions?\\s*(?:and|&|/)\\s*answers? people\\s+also\\s+ask
(?:häufig(?:e|\\s+gestellte)?|oft\\s+gestellte|wichtige)\\s+fragen fragen\\s*(?:und|&|/)\\s*antworten
foire\\s+aux\\s+questions questions?\\s+(?:les\\s+plus\\s+)?(?:fréquentes?|fréquemment\\s+posées|courantes) questions?\\s*(?:et|&|/)\\s*réponses?
preguntas\\s+(?:más\\s+)?(?:frecuentes|comunes) preguntas\\s*(?:y|&|/)\\s*respuestas
domande\\s+(?:più\\s+)?(?:frequenti|comuni) domande\\s*(?:e|&|/)\\s*risposte
(?:perguntas|dúvidas)\\s+(?:mais\\s+)?(?:frequentes|comuns) perguntas\\s*(?:e|&|/)\\s*respostas preguntes\\s+(?:més\\s+)?freqüents
veelgestelde\\s+vragen vragen\\s+en\\s+antwoorden vanliga\\s+frågor ofte\\s+stil(?:te|lede)\\s+spørgsmål ofte\\s+stilte\\s+spørsmål vanlige\\s+spørsmål
usein\\s+kysyt(?:yt|tyjä) często\\s+zadawane\\s+pytania najczęściej\\s+zadawane\\s+pytania pytania\\s+i\\s+odpowiedzi
často\\s+kladené\\s+(?:otázky|dotazy) časté\\s+(?:otázky|dotazy) gyak(?:ori|ran\\s+(?:ismételt|feltett))\\s+kérdések întrebări\\s+frecvente
sık(?:ça)?\\s+sorulan\\s+sorular часто\\s+задаваемые\\s+вопросы вопросы\\s+и\\s+ответы част(?:і|і|ые)\\s+(?:запитання|питання|вопросы) поширені\\s+(?:запитання|питання)
συχνές\\s+ερωτήσεις 常见问题 常見問題 常见问答 问答 よくある質問 よくあるご質問 자주\\s*묻는\\s*질문 الأسئلة\\s+(?:الشائعة|المتكررة) سوالات\\s+متداول שאלות\\s+(?:נפוצות|ותשובות)
अक्सर\\s+पूछे\\s+जाने\\s+वाले സംശയങ്ങളും\\s+മറുപടികളും പതിവ്\\s*ചോദ്യങ്ങൾ คำถามที่พบบ่อย câu\\s+hỏi\\s+thường\\s+gặp pertanyaan\\s+(?:yang\\s+sering\\s+diajukan|umum) soalan\\s+lazim
"""
_FAQ_WORDS = "|".join(re.sub(r"(?<=\S) (?=\S)", "|", line) for line in _FAQ.split("\n") if line)

# Labels of a false claim and of what is true instead; both may carry a number.
_MYTH = (
    "myths? misconceptions? fallacy fallacies false\\s+belief mythos mythen irrt(?:um|ümer) irrglauben? mythes? idées?\\s+(?:reçues?|fausses?) mitos? "
    "(?:falsas?\\s+creencias?) mit[oi] falsi\\s+miti credenz[ae]\\s+pop?olar[ie] luoghi\\s+comuni equívocos? misvatting(?:en)? fabels? mythe[n]? myter? "
    "mýt(?:us|y)? mity? tévhit(?:ek)? mitler? мифы? міфи? заблуждени[ея] 误解 誤解 误区 迷思 오해 خرافات? מיתוס(?:ים)?"
)
_TRUTH = (
    "facts? truth reality correction corrected rebuttal actually answer fakt(?:en)? tatsache wahrheit wirklichkeit realität richtig(?:\\s+ist)? korrektur réalité "
    "vérité vrai fait realidad verdad hecho corrección realtà verità fatto realidade verdade fato feit(?:en)? waarheid werkelijkheid fakta "
    "skutečnost fakty? tény valóság gerçek факты? правда реальность 事实 事實 真相 사실 진실 حقيقة עובדה"
)
_MYTH_WORDS, _TRUTH_WORDS = "|".join(_MYTH.split(" ")), "|".join(_TRUTH.split(" "))

_QUESTION_MARKS = "?？؟⸮\u037e\u061f፧՞꘏⁇⁈⁉"
_CLOSING = "\"'”’»›)]}*_`.!\u00a0 "

FAQ_HEADING = re.compile(
    rf"^\W*(?:(?:the|our|some|more|other|key|die|les|las|le|i|as|os|top|\d+)\s+)*(?:{_FAQ_WORDS})(?![\w])|(?:[:|\-–—(/]\s*|\s)(?:faqs?|q&a|{_FAQ_WORDS})"
    rf"(?:\s+(?:section|page|seite|bereich))?\W*$|^\W*(?:常见|よくある|자주)",
    re.IGNORECASE,
)
MYTH_HEADING = re.compile(
    rf"(?<!\w)(?:{_MYTH_WORDS})(?!\w)|\b(?:debunk|bust)(?:ing|ed)\b|\w*(?:mythen|irrtümer)\b", re.IGNORECASE
)
MYTH_LABEL = re.compile(
    rf"^\W*(?:(?:common|häufiger|weit\s+verbreiteter)\s+)?(?:{_MYTH_WORDS})\s*(?:(?:nr|no|n)\s*\.?\s*°?|#|№|n°)?\s*(?P<number>\d*)\s*(?:[:：]\s*|[.)]\s+|[-–—]\s+)(?P<claim>.*)$",
    re.IGNORECASE | re.DOTALL,
)
TRUTH_LABEL = re.compile(rf"^\W*(?:the\s+|die\s+|la\s+|le\s+|el\s+)?(?:{_TRUTH_WORDS})\s*(?:#?\d+)?\s*[:：–—]\s*", re.IGNORECASE)
TRUTH_WITHIN = re.compile(
    rf"(?<=[.!?”\"»*])\s+[*_]*(?:{_TRUTH_WORDS})(?:\s*[:：][*_]*|[*_]+\s*[:：])\s+(?=\S)",
    re.IGNORECASE,
)
MANY_MYTHS = re.compile(
    r"^\W*(?:common\s+|häufige\s+)?(?:myths|misconceptions|fallacies|mythen|irrtümer|mythes|idées|mitos|miti|falsi|falsas|misvattingen|luoghi|мифы|міфи)\b",
    re.IGNORECASE,
)
QUESTION_LABEL = re.compile(
    r"^\W*(?:(?P<sure>q|question|frage|pregunta|domanda|pergunta|vraag|pytanie|otázka|kérdés|вопрос|питання|问|問|質問|질문)(?:\s*#?\d*|\.\s?\d+(?=\s))"
    r"|(?P<perhaps>[fpdvвb])\s*\d*)(?:\s*[:)：–—]\s*|\.(?!\s?\d)\s*|\s+-\s+|(?<=\.\d)\s+|(?<=\.\s\d)\s+|(?<=\.\d\d)\s+)(?P<question>.+)$",
    re.IGNORECASE | re.DOTALL,
)
ANSWER_LABEL = re.compile(
    r"^\W*(?:a|answer|antwort|ans|réponse|reponse|respuesta|risposta|resposta|antwoord|odpowiedź|odpověď|válasz|ответ|відповідь|r|о|"
    r"答|回答|答え|답변?)\s*#?\d*(?:\s*[:：–—]\s*|\s+-\s+)|^\W*(?:a|ans|answer)(?:[.)]|\.?\d[.):])\s+",
    re.IGNORECASE,
)
NUMBER = re.compile(r"^\s*(?:(?:#|№)?[(\[]?\d{1,3}(?:[.)\]:]|\.-|\.\d+\.?|\s+[–—-])\s+|\d\ufe0f?\u20e3\s*)")
TAKEAWAY_HEADING = re.compile(
    r"^\W*(?:key\s+|quick\s+|main\s+)*(?:take-?aways?|tl;?\s*dr|in\s+(?:brief|short|a\s+nutshell)|at\s+a\s+glance|key\s+(?:points|facts)|highlights)\W*$"
    r"|^\W*(?:das\s+wichtigste|auf\s+einen\s+blick|kurz\s+gefasst|en\s+bref|l'essentiel|à\s+retenir|en\s+resumen|puntos\s+clave|in\s+sintesi|"
    r"punti\s+chiave|em\s+resumo|samenvatting)\b.{0,30}$",
    re.IGNORECASE,
)
CONTENTS_HEADING = re.compile(
    r"^\W*(?:table\s+of\s+contents?|contents|toc|on\s+this\s+page|leave\s+a\s+(?:reply|comment)|quick\s+links|jump\s+to|navigation|menu|inhalt(?:sverzeichnis|sübersicht)?|sommaire|"
    r"table\s+des\s+matières|índice|contenido|indice|sommario|inhoud(?:sopgave)?|spis\s+treści|obsah|tartalom|оглавление|содержание|зміст|目录|目次|目錄|목차)\W*$",
    re.IGNORECASE,
)
# What closes a page rather than telling something: where else to ask, what to read next, whom to thank.
CLOSING_HEADING = re.compile(
    r"^\W*(?:(?:do\s+you\s+)?(?:still|any|more|other|further|have\s+(?:a|any|more|other|further))\b.{0,20}questions?|have\s+(?:a\s+)?questions?|"
    r"(?:(?:didn['’]t|can['’]?t|couldn['’]t|did\s+not|can\s*not|not)\s+(?:find|see|finding)\b.{0,40})|need\s+(?:more\s+|further\s+)?(?:help|info\w*|assistance|support)|"
    r"contact(?:\s+us)?|get\s+in\s+touch|see\s+also|related\s+\w+|further\s+reading|references|sources|footnotes|share(?:\s+this.*)?|discuss|follow(?:\s+us)?|"
    r"(?:noch|weitere|andere)\s+fragen|kontakt|siehe\s+auch|quellen|(?:d['’]autres|une\s+(?:autre\s+)?|encore\s+des)\s*questions?|contactez.*|"
    r"¿?(?:aún\s+)?(?:tienes|tiene)\s+(?:más|otras?|alguna)\s+(?:preguntas?|dudas?)|contacto|altre\s+domande|contatti|ready\s+to\s.*)\W*$",
    re.IGNORECASE,
)
BACK_TO_TOP = re.compile(
    r"^\W*(?:(?:back|return|go)\s+(?:to\s+)?(?:the\s+)?(?:top|contents?|index|table\s+of\s+contents)|to\s+top|top|(?:zurück\s+)?(?:zum\s+(?:anfang|inhalt)|nach\s+oben)|"
    r"(?:retour\s+)?en\s+haut(?:\s+de\s+(?:la\s+)?page)?|retour\s+au\s+sommaire|volver\s+(?:arriba|al\s+(?:inicio|índice))|torna\s+(?:su|all['’]indice)|voltar\s+ao\s+(?:topo|início)|"
    r"naar\s+boven|наверх|к\s+содержанию|返回顶部|回到顶部|トップへ戻る)\W*$",
    re.IGNORECASE,
)
PARTLY = re.compile(
    r"^\W*(?:(?:this|that|it)\s+is\s+|it['’]s\s+)?(?:only\s+|just\s+)?(?:part(?:ly|ially)|half|in\s+part|teil(?:weise|s)|zum\s+teil|halb|en\s+partie|partiellement|en\s+parte|"
    r"parcialmente|parzialmente|in\s+parte)\b",
    re.IGNORECASE,
)
OUTDATED = re.compile(
    r"\b(?:(?:was|used\s+to\s+be)\s+(?:once\s+)?true|no\s+longer\s+(?:true|the\s+case)|outdated|out\s+of\s+date|nicht\s+mehr\s+(?:wahr|aktuell|richtig)|veraltet|"
    r"n['’]est\s+plus\s+(?:vrai|le\s+cas)|ya\s+no\s+es\s+(?:cierto|verdad)|non\s+è\s+più\s+vero)\b",
    re.IGNORECASE,
)

_SCRIPTS = (
    ("ml", "\u0d00", "\u0d7f"), ("hi", "\u0900", "\u097f"), ("ta", "\u0b80", "\u0bff"), ("bn", "\u0980", "\u09ff"),
    ("te", "\u0c00", "\u0c7f"), ("kn", "\u0c80", "\u0cff"), ("th", "\u0e00", "\u0e7f"), ("he", "\u0590", "\u05ff"),
    ("ar", "\u0600", "\u06ff"), ("el", "\u0370", "\u03ff"), ("ru", "\u0400", "\u04ff"), ("ko", "\uac00", "\ud7af"),
    ("ja", "\u3040", "\u30ff"), ("zh", "\u4e00", "\u9fff"), ("hy", "\u0530", "\u058f"),
)  # fmt: skip
_COMMON = {
    "en": "the and of to is that it for are with you this",
    "de": "der die und das ist nicht ein eine zu mit sie für auf wir",
    "fr": "le la les et des est une du que pour dans vous qui pas",
    "es": "el la los y de que es una por para con las del se",
    "it": "il di che è un la per non una sono con del della gli",
    "pt": "o a os e de que é um uma para com não do da em",
    "nl": "de het een en van is dat niet op te met voor zijn",
    "sv": "och att det är en som på för med inte av den",
    "da": "og at det er en til på for med ikke af den der",
    "no": "og å det er en til på for med ikke av den som",
    "fi": "ja on ei se että ovat oli mutta kuin tai voi",
    "pl": "i w nie na się jest to że z do jak co",
    "cs": "a se v na je že to s z do není jak",
    "hu": "a az és hogy nem is egy van ez de meg",
    "tr": "ve bir bu için ile de da ne mi değil çok",
    "ro": "și de la în un o este nu pentru cu care",
    "ca": "el la i de que és un una per amb els les",
    "id": "yang dan di untuk dengan ini itu tidak dari pada",
}


def is_question(text: str) -> bool:
    """Whether a text asks: it ends with a question mark, or with one and a short remark."""
    stripped = text.rstrip(_CLOSING)
    if stripped[-1:] and stripped[-1] in _QUESTION_MARKS:
        return True
    return bool(re.search(rf"[{_QUESTION_MARKS}][\s\"'”’»)]*(?:\([^()]*\)|\[[^\[\]]*\]|\W+)$", text.strip()))


def has_question(text: str) -> bool:
    """Whether a question mark ends a sentence somewhere in a text."""
    return bool(re.search(rf"[{_QUESTION_MARKS}](?=[\s\"'”’»)]|$)", text))


def without_number(text: str) -> str:
    """A title without the number that it begins with."""
    return NUMBER.sub("", text, count=1).strip() or text.strip()


def without_quotes(text: str) -> str:
    """A claim without the quotes around all of it."""
    text = text.strip()
    for first, last in ("“”", "„“", "„”", "«»", "»«", '""', "''", "‘’", "「」", "‹›"):
        inside = text[1:-1]
        if len(text) > len("''") and text.startswith(first) and text.endswith(last) and not {first, last} & set(inside):
            return inside.strip()
    return text


def language_of(text: str) -> str:
    """The language of a text as a two-letter code, by its script and its commonest words; English where nothing tells."""
    sample = text[:20_000]
    letters = [c for c in sample if c.isalpha()]
    for code, first, last in _SCRIPTS:
        if letters and sum(first <= c <= last for c in letters) > len(letters) * 0.3:
            return code
    words = re.findall(r"[^\W\d_]+", sample.lower())
    counts = {code: sum(words.count(word) for word in common.split()) / len(common.split()) for code, common in _COMMON.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] else "en"
