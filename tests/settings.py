"""The settings of the test run: the house's own, in demo mode, with its data in a folder of its own."""

import os
import tempfile

os.environ.setdefault("INTERCHANGE_DEMO", "1")
os.environ.setdefault("INTERCHANGE_DATA_DIR", tempfile.mkdtemp(prefix="interchange-test-"))

from interchange.config.settings import *  # noqa: F403

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
