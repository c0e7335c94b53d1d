"""faqbot's version, by itself so that the build and the index's fingerprint can read it."""

VERSION = "0.1.0"
