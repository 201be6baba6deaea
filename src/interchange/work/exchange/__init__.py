"""Members help each other: questions with a day by which an answer is wanted, answers with their sources, and who could help, and why.

Words: question (may be asked under the rule of non-attribution), answer (several may be accepted), ask (a member is asked for help, and may
decline at no cost), offer (help that a member offers; becomes a learning session), cooperation (who works with whom, as figures).
Doors: `/exchange/`, `/exchange/offers/`, `/exchange/cooperation/`, and replies by mail (`letters.py`).
"""
