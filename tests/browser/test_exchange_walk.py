"""Peer support in a browser: a question is asked and put to a member, answered by a reply to the letter through a real LMTP server, and accepted.

With INTERCHANGE_SCREENS=1 the pages met are kept as pictures in docs/screens/, numbered from 130. Axe is run on each.
"""

import os
import re
import smtplib
import socket
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests import worlds
from tests.browser.conftest import free_port
from tests.browser.looking import violations
from tests.browser.test_walk import press

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"
TITLE = "Which marks survive a crop of one third?"


class Looker:
    """Keeps pictures and what axe finds."""

    def __init__(self):
        self.seen, self.faults = 129, []

    def __call__(self, page, name):
        self.seen += 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the window"
        for violation in violations(page):
            self.faults.append(f"{name}: {violation['id']}: {violation['nodes'][0]['html'][:100]}")
        if os.environ.get("INTERCHANGE_SCREENS"):
            SCREENS.mkdir(exist_ok=True)
            page.screenshot(path=SCREENS / f"{self.seen}-exchange-{name}.png", full_page=True)


@pytest.fixture
def someone(open_page):
    """Somebody's browser, signed in with the demo's form."""

    def of(email: str, **how):
        page = open_page(**how)
        page.goto("/demo/")
        page.fill("#other", email)
        press(page, "form:has(#other) button")
        return page

    return of


@pytest.fixture
def door(house):
    """The house's door for mail, as a process beside it; yields its port."""
    port = free_port()
    env = worlds.environment(house.data, INTERCHANGE_REPLY_DOMAIN="reply.example.org")
    command = [sys.executable, "-m", "interchange.config.command", "mailbox", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, env=env, cwd=house.data)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.2)
    yield port
    process.terminate()
    process.wait(20)


def test_a_question_is_asked_answered_by_mail_and_accepted(someone, door):
    look = Looker()
    asker = someone("member040@example.org", width=390)
    asker.goto("/exchange/ask/")
    press(asker, "button[value=send]")
    assert "Choose at least one topic" in asker.content()
    asker.fill("#id_title", TITLE)
    asker.fill("#id_text", "Pictures are cropped by most services. Which marks did you find again, and in how many files?")
    asker.check("input[name=topics][value=labelling]")
    asker.fill("#id_look", "C2PA")
    press(asker, "button[value=look]")
    asker.locator("input[name=names]").first.check()
    look(asker, "ask-390")
    press(asker, "button[value=send]")
    assert "Asked." in asker.content()
    here = asker.url
    press(asker, "text=Who can help")
    look(asker, "help-390")
    asker.locator("input[name=people]").first.check()
    press(asker, "text=Ask them")

    # Made-up people have no mailbox: who was asked reads the letter, and its reply address, in the house.
    asker.goto(f"/outbox/?q={TITLE.split('?')[0].replace(' ', '+')}")
    address = re.search(r"member\d+@example\.org", asker.locator("main").inner_text()).group()
    helper = someone(address)
    helper.goto("/post/mine/")
    press(helper, f"a[href*='/post/letters/']:near(:text('Can you help? {TITLE}'))")
    reply_to = helper.locator("dd.hash").inner_text().strip()
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = address, reply_to, f"Re: Can you help? {TITLE}"
    quoted = "> #~# Write your reply above this line. #~#\n> Dear ...\n"
    mail.set_content(
        f"A mark of 64 bits in the middle of the picture, in *nine of ten* files.\n\nOn Monday, 1 March 2027, Network wrote:\n{quoted}\n-- \nA signature\n"
    )
    with smtplib.LMTP("127.0.0.1", door, timeout=30) as client:
        assert client.send_message(mail, address, [reply_to]) == {}

    asker.goto(here)
    said = asker.locator("#answers").inner_text()
    assert "nine of ten" in said
    assert "by mail" in said
    assert "A signature" not in said
    assert "Write your reply" not in said
    press(asker, "text=This works: accept it")
    assert "Accepted. Whoever gave it is told." in asker.content()
    look(asker, "accepted-390")
    helper.goto(here)
    look(helper, "answered")

    helper.goto("/post/wishes/")
    helper.select_option("select[name='exchange.new']", "daily")
    press(helper, "main button:has-text('Save')")
    assert "Noted." in helper.content()
    look(helper, "wishes")
    for width, dark in ((1280, False), (390, True)):
        reader = someone("member041@example.org", width=width, dark=dark)
        for name, url in (("questions", "/exchange/"), ("offers", "/exchange/offers/"), ("cooperation", "/exchange/cooperation/")):
            reader.goto(url)
            look(reader, f"{name}-{width}")
        reader.goto("/exchange/")
        press(reader, "text=Who has lost labels in a release")
        assert "Under the rule of non-attribution" in reader.content()
        look(reader, f"sealed-{width}")
    assert look.faults == []
