"""Finds the lexicon's labels in running text. Pure functions on text; knows no database.

Words: token (a word, one CJK character, or a mark), key (what a token and its inflected forms have in common), number (of a key), entry (a
label to find), hit (where it was found). A text's bytes are cut into tokens as one array (`scanner`); what a token is (letter case, inflection,
zero-width and confusable characters) is settled once per distinct word and looked up for all; labels are a tree of numbers that all places
walk together (`tree`). So no step of Python is taken per character or per word.
"""

from interchange.knowledge.lexicon.recogniser.matcher import Entry, Hit, Matcher
from interchange.knowledge.lexicon.recogniser.words import label_key, lookalikes, tokens, without_invisible

__all__ = ["Entry", "Hit", "Matcher", "label_key", "lookalikes", "tokens", "without_invisible"]
