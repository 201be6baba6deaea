"""A house of its own for each browser: real processes (web and worker), real database file, real SMTP server on loopback."""

import email
import email.policy
import http.client
import shutil
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from tests import worlds

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """The browser on this machine, if any."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Mailbox:
    """What the mail server received, newest last."""

    mails: list = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_DATA(self, server, session, envelope):
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
        with self.lock:
            self.mails.append((envelope.rcpt_tos, parsed))
        return "250 taken"

    def to(self, address: str) -> list:
        """The mails to an address."""
        with self.lock:
            return [mail for recipients, mail in self.mails if address in recipients]

    def wait_for(self, address: str, words: str, seconds: float = 20):
        """The newest mail to an address whose subject or text holds `words`; fails after `seconds`."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for mail in reversed(self.to(address)):
                if words in str(mail["Subject"]) or words in mail.get_body(("plain",)).get_content():
                    return mail
            time.sleep(0.2)
        raise AssertionError(f"no mail to {address} with “{words}”; got {[str(mail['Subject']) for mail in self.to(address)]}")


@dataclass
class House:
    """The running house: its address, its mail, its data folder."""

    url: str
    mailbox: Mailbox
    data: Path


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    data = worlds.demo(tmp_path_factory.mktemp("house"))
    mailbox = Mailbox()
    smtp = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    smtp.start()
    port = free_port()
    url = f"http://localhost:{port}"
    env = worlds.environment(
        data,
        INTERCHANGE_BASE_URL=url,
        INTERCHANGE_BIND=f"127.0.0.1:{port}",
        INTERCHANGE_EMAIL_URL=f"smtp://127.0.0.1:{smtp.port}",
        INTERCHANGE_REPLY_DOMAIN="reply.example.org",
    )
    log = (data / "log.txt").open("w")
    process = subprocess.Popen([sys.executable, "-m", "interchange.config.command", "run"], env=env, stdout=log, stderr=log, cwd=data)
    try:
        wait_until_up(port, process, data)
        yield House(url, mailbox, data)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
        smtp.stop()


def wait_until_up(port: int, process: subprocess.Popen, data: Path, seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.3)
    raise RuntimeError("the house did not start:\n" + (data / "log.txt").read_text()[-4000:])


@pytest.fixture(scope="session")
def browser():
    path = chromium()
    if path is None:
        pytest.skip("Chromium is not installed: nothing was tried in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def open_page(browser, house):
    """Open a fresh browser for somebody: `open_page(width=390, dark=True, scripts=False)`; console and CSP errors fail the test."""
    contexts, errors = [], []

    def open_for(*, width: int = 1280, dark: bool = False, scripts: bool = True):
        context = browser.new_context(
            base_url=house.url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_for
    for context in contexts:
        context.close()
    serious = [error for error in errors if "status of 4" not in error]
    assert not serious, serious
