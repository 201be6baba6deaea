"""Which signals survive what happens to files: experiments on copies.

Pure Python, without Django. Words: a corpus is a set of files (made here by a seed, or somebody's own), a step is one transformation, a chain is
what happens to one copy, a signal is what is put into a file or computed from it, a trial is one file after one chain. A recipe says all of it, so
that anybody can repeat it. Everything that touches a file runs in a limited process. Doors: `recipe.read`, `running.run`, `results.assemble`, `python -m interchange.workbench.signals.trials RECIPE.json`; plug-ins by the entry-point groups
`interchange.lab.steps` and `interchange.lab.signals`.
"""
