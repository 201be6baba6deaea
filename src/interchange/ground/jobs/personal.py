"""Nothing here is about a person: schedules, workers, attempts."""

from interchange.ground.personal import impersonal

impersonal("jobs.schedule", "last_error")
