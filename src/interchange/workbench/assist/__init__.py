"""Help with one's own texts: a draft of a summary, plainer words, a translation, terms; always labelled, never sent where it may not go.

Words: run (one text, one kind of help, its owner's alone, deleted after days), aid (help that the house gives by itself: main sentences, terms, similar works),
endpoint (a service speaking OpenAI's chat completions, set by the administrator; off by default). Door: /workbench/assist/.
"""
