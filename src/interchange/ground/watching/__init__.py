"""What the house says about itself while it runs: log lines, figures, traces. Below every other room, without a database.

Words: line (one JSON object of the log), request number (names one request in log, trace and error page), meter (a figure that is
scraped), span (one piece of work in a trace). None of them holds what people wrote, their addresses or their names. Doors: none here;
the figures stand at /metrics (`desk/home`).
"""
