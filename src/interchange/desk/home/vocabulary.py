"""Limits of the contact form."""

from datetime import timedelta

CONTACT_WINDOW = timedelta(hours=1)
CONTACTS_PER_SENDER = 5  # in one window; a sixth is asked to wait
CONTACTS_IN_ALL = 60  # in one window from everybody, so that a flood does not bury the Secretariat's other post
CONTACT_LENGTH = 4000  # characters
