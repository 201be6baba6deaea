"""Nothing here is about a person: counts of groups, small ones hidden."""

from interchange.ground.personal import impersonal

impersonal("disclosure.cell", "table group")
