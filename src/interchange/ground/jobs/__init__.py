"""Work that nobody waits for: schedules, one-off tasks, what to delete when. Run by `interchange worker`.

Words: schedule (a function run every so many minutes), task (one piece of work, django-tasks), heartbeat (the worker's sign of
life), retention (what is listed, then deleted). Doors: none; `interchange worker`, `interchange retention`.
"""
