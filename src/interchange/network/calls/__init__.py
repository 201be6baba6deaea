"""Calls for applications and the applications that answer them.

Words: call (a dated object with texts, profiles, questions, criteria), application (one person's answer, draft to decided),
declaration text (a versioned text that people accept), interest declaration (versioned rows, or "nothing to declare").
Doors: /calls/ for everyone, /calls/<slug>/apply/ for applicants, /calls/<slug>/manage/ for officers.
"""
