"""What faqbot knows of languages: the Snowball stemmer of each, and English function words and contractions.

A language without tables still works: its words are stemmed where Snowball knows it and weighed by the knowledge alone.
"""

from __future__ import annotations

STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip

# Words that carry the grammar rather than the subject. Negations stay out: they change what is asked.
ENGLISH_FUNCTION_WORDS = frozenset(
    """
    a an the this that these those some any such each every all both either
    i me my mine myself we us our ours you your yours he him his she her hers it its itself they them their theirs one ones
    am is are was were be been being do does did doing done have has had having
    can could will would shall should may might must ought
    and or but if then than so because as while though although
    of at by for with about to from in on into onto over under up down out off through between during
    there here very just really actually exactly truly simply basically quite rather also too even still only own
    please tell explain describe know say mean think wonder wondering ask question thing things anyone someone something anything
    hi hello hey ok okay well oh um yes thanks thank
    get gets got getting go goes going want wants let lets
    possible possibly likely particular able way ways somehow like true curious
    what which who whom whose when where why how
    """.split()
)

QUESTION_WORDS = frozenset("what which who whom whose when where why how".split())

# Words that point back to the turn before.
ENGLISH_POINTERS = frozenset("it its they them their theirs that this those these ones one there then such same".split())
ENGLISH_FOLLOW_UP_OPENINGS = (
    "and", "but", "or", "so", "then", "also", "what about", "how about", "what if", "why", "why not", "how so", "how come",
    "how much", "really", "in", "even", "only", "same", "which", "for",
)  # fmt: skip

ENGLISH_CONTRACTIONS = {
    "n't": " not", "'re": " are", "'s": "", "'ll": " will", "'ve": " have", "'d": "", "'m": " am",
}  # fmt: skip

# Words that Snowball's English stemmer would give the stem of another word, with the stem that keeps them apart.
ENGLISH_OWN_STEMS = {
    "refrigerant": "refrigerant", "refrigerants": "refrigerant",  # refrigerator
    "important": "important", "importance": "important",  # import
}  # fmt: skip

ENGLISH_WRITTEN_OUT = {
    "can't": "can not", "won't": "will not", "shan't": "shall not",
    "dont": "do not", "doesnt": "does not", "didnt": "did not", "isnt": "is not", "arent": "are not", "wasnt": "was not",
    "cant": "can not", "cannot": "can not", "couldnt": "could not", "wont": "will not", "wouldnt": "would not",
    "shouldnt": "should not", "whats": "what", "hows": "how", "whys": "why", "thats": "that", "im": "i am", "ive": "i have",
}  # fmt: skip
