"""The composition root: PyScript runs this file as a script, in a worker.

It must return at once: a script that awaits for ever never counts as done. The
page assigns `sync.perform` when it has, and then hands over what was queued.
"""

import functools
import random

from polyscript import xworker

from app.browser.clock import BrowserClock
from app.browser.console import BrowserConsole
from app.browser.http import BrowserHttp
from app.browser.page import BrowserPage
from app.browser.socket import BrowserSocket
from app.core.engine import Engine
from app.core.page import mailbox
from app.core.page.effects import Report
from app.core.page.events import Event
from app.session import Session


def feed(event: Event) -> None:
    """Feed the session; for the adapters, which are made before it."""
    session.feed(event)


# Of what our own half of the page sends: a script of the page's has changed it.
UNREADABLE = "The page's half has said what Tagalong cannot read: a script of the page alters JSON."

page = BrowserPage(xworker.sync)
session = Session(
    Engine(random.random),
    page=page,
    socket=BrowserSocket(feed),
    http=BrowserHttp(feed),
    clock=BrowserClock(feed),
    console=BrowserConsole(),
)


@functools.cache
def tell_unreadable() -> None:
    """Tell the page, once."""
    page.perform(Report("error", {"code": "boot", "words": UNREADABLE}))


def receive(*texts: str) -> None:
    """Take events from the page, a text each."""
    for text in texts:
        event = mailbox.event_from(text)
        if event is None:
            tell_unreadable()
        else:
            session.feed(event)


xworker.sync.feed = receive
