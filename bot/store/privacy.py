"""What is taken out of a question before it is kept: addresses, telephone and card numbers; and who asked. Pure."""

from __future__ import annotations

import hashlib
import hmac
import re

from bot.text import clean

LONGEST = 1000  # characters kept of a question or a reason

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"']{1,64}@[^\s@<>()\[\],;:\"']{1,190}\.[^\W\d_]{2,24}")
_IBAN = re.compile(r"(?<!\w)[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,3})?(?!\w)")
# Digits with at most two signs between them, such as "+44 (0)20 7946 0018" or "4111-1111-1111-1111".
_NUMBER = re.compile(r"(?<![\w.])\+?\(?\d(?:[ \u00a0()./\-\u2010-\u2013]{0,2}\d){6,22}(?![\w])")
_DATE = re.compile(r"(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4}|\d{4} ?[-/\u2013 ] ?\d{4})")
_CARD_DIGITS = range(13, 20)
_PHONE_DIGITS = range(7, 16)
_UNMARKED_DIGITS = 9  # fewer digits are a telephone number only where they begin with "+", "(" or "0", or are in groups
_GROUPS = 3


def masked(text: str) -> str:
    """`text` on one line, with e-mail addresses, account, card and telephone numbers replaced by what they were."""
    text = clean(text)[:LONGEST]
    if "@" in text or "\uff20" in text:
        text = _EMAIL.sub("[e-mail]", text.replace("\uff20", "@"))
    if any(character.isdecimal() for character in text):
        text = _IBAN.sub(lambda found: "[account]" if _is_iban(found[0]) else found[0], text)
        text = _NUMBER.sub(_masked_number, text)
    return text


def visitor_hash(salt: bytes, address: str, agent: str) -> str:
    """What tells one visitor from another for as long as the day's salt is kept: 16 hexadecimal digits."""
    return hmac.new(salt, f"{address}\n{agent}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:16]


def _masked_number(found: re.Match[str]) -> str:
    written = found[0]
    digits = "".join(str(int(character)) for character in written if character.isdecimal())
    if len(digits) in _CARD_DIGITS and _passes_luhn(digits):
        return "[card]"
    if _DATE.fullmatch(written) or len(digits) not in _PHONE_DIGITS:
        return written if len(digits) < min(_CARD_DIGITS) else "[number]"
    in_groups = len(re.findall(r"\d+", written)) >= _GROUPS
    return "[phone]" if written[0] in "+(" or digits[0] == "0" or in_groups or len(digits) >= _UNMARKED_DIGITS else written


def _passes_luhn(digits: str) -> bool:
    """The check of card numbers (ISO/IEC 7812-1)."""
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits)))
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0  # noqa: PLR2004  # two digits: their sum


def _is_iban(written: str) -> bool:
    """The check of account numbers (ISO 13616): modulo 97 leaves 1."""
    compact = written.replace(" ", "").upper()
    if not compact.isascii():
        return False
    moved = compact[4:] + compact[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97 == 1
