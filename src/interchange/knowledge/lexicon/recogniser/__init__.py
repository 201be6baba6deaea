"""Finds the lexicon's labels in running text. Pure Python with the Aho-Corasick automaton of `pyahocorasick`; knows no database.

Words: token (a word, one CJK character, or a mark), key (what a token and its inflected forms have in common), entry (a label to find),
hit (where it was found). Each distinct token of a text becomes one character, so word borders, letter case, inflection, zero-width and
confusable characters are settled once per distinct word and the automaton reads about a sixth of the text's characters.
"""

from interchange.knowledge.lexicon.recogniser.matcher import Entry, Hit, Matcher
from interchange.knowledge.lexicon.recogniser.words import label_key, lookalikes, tokens, without_invisible

__all__ = ["Entry", "Hit", "Matcher", "label_key", "lookalikes", "tokens", "without_invisible"]
