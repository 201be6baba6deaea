"""Statements: what Member States put in, and what becomes of it, with numbers, clocks and answers.

Words: statement (submission, question, comment in a round, topic suggestion, request for a briefing; of one State, or on behalf of a group whose States
are each named), clarification, answer (drafted by one officer, cleared by another), round (opening note, papers, closing moment; each comment gets a disposition with its
reason), release (the same papers to all States at the same instant, with a log), briefing (what was done,
decided and asked; nobody is named). Doors: /statements/, /statements/rounds/, /statements/briefings/.
"""
