"""What this room holds of people, and why."""

from interchange.ground.personal import acts, impersonal

acts("transparency.reports", "transparency.report", "drafted_by released_by")
impersonal("transparency.report", "data note")
