"""Puts the stand-in together as one web application."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from simulator.brand.connections import AgentSessions
from simulator.brand.login import Logins
from simulator.cobrowse.invitations import CoBrowse
from simulator.cobrowse.relay import Sharing
from simulator.control import doors
from simulator.control.api import Control
from simulator.control.stage import Stage
from simulator.faults.fault import Fault
from simulator.faults.standing import Faults
from simulator.files import serve_file, serve_folder
from simulator.lab.api import Workbench
from simulator.lab.witness import Witness
from simulator.messaging.connections import Sessions
from simulator.services.connectors import Connectors
from simulator.services.discovery import Services
from simulator.services.identity import IdentityProvider
from simulator.services.profiles import Profiles
from simulator.state.world import World
from simulator.switches import Switches
from simulator.tag.own_window import OwnWindow
from simulator.tag.served import Tag
from simulator.vendored import package

HERE = Path(__file__).parent
PAGES = HERE / "pages"
DEMO = HERE.parent / "static/demo"
# For the agent's console, which shows what pages send, and for the pages beside it: nothing of a
# page runs in them, and no other site may put them into a frame.
POLICY = (
    "default-src 'self'; style-src * 'unsafe-inline'; img-src * data: blob:; font-src * data:; "
    "media-src *; connect-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
)
# A frame that is to be sent as it is may be longer than any of LivePerson's.
LONGEST_BODY = 32_000_000
# What a program that serves it itself plays scenarios on.
STAGE = web.AppKey("stage", Stage)


@dataclass(frozen=True)
class Options:
    """What a stand-in is made with; `mounts` are URL paths and the files or folders behind them.

    Pages of other origins may read those mounts alone whose paths are in `shared`.

    Where it is `staged`, people play both sides: conversations wait for an
    agent of the console, and an accepted invitation really shares the page.

    Where it is `witnessed` its tag reports what happens on pages, for the
    workbench and for scenarios; a page that is measured does without.

    `clock` tells the time as epoch seconds; its timers are the event loop's.
    """

    accounts: tuple[str, ...] = ("12345678",)
    switches: Switches = field(default_factory=Switches)
    faults: tuple[Fault, ...] = ()
    mounts: tuple[tuple[str, Path], ...] = ()
    shared: tuple[str, ...] = ()
    staged: bool = False
    witnessed: bool = False
    clock: Callable[[], float] = time.time


def make_app(options: Options) -> web.Application:
    """Return the application."""
    world = World(options.accounts, options.switches, options.clock)
    world.queueing = options.staged
    faults = Faults(world, options.faults)
    # By it the stand-in knows the reports of its own tag.
    nonce = secrets.token_urlsafe(16)
    sessions, cobrowse, sharing = Sessions(world, faults), CoBrowse(world), Sharing(world)
    services = Services(world, faults)
    stage = Stage(world, faults, sessions, cobrowse)
    workbench = Workbench(stage)
    control = Control(stage, sharing, workbench.routes())
    app = web.Application(
        middlewares=[doors.share(world.timeline, options.shared)], client_max_size=LONGEST_BODY
    )
    app[STAGE] = stage
    account = "/api/account/{account}"
    app.router.add_get(f"{account}/service/baseURI.json", services.discover_all)
    app.router.add_get(f"{account}/service/{{service}}/baseURI.json", services.discover_one)
    app.router.add_get(
        f"{account}/configuration/le-connectors/all-connectors", Connectors(world, faults).list_all
    )
    profiles = Profiles(world, faults)
    app.router.add_get(f"{account}/configuration/le-users/users/{{agent}}", profiles.show)
    identity = IdentityProvider(world, faults)
    app.router.add_post(f"{account}/signup", identity.sign_up)
    app.router.add_post(f"{account}/anonymous/authorize", identity.authorize)
    app.router.add_post(f"{account}/authenticate", identity.authenticate)
    app.router.add_post(
        f"{account}/app/{{connector}}/authenticate", identity.authenticate_by_connector
    )
    app.router.add_get("/ws_api/account/{account}/messaging/consumer", sessions.serve)
    logins = Logins(world, faults)
    agents = AgentSessions(world, faults, cobrowse, logins)
    # Agents' programs are no pages: no page of another origin may be an agent here.
    app.router.add_post(f"{account}/login", doors.guard(logins.log_in))
    app.router.add_post(f"{account}/refresh", doors.guard(logins.refresh))
    brand = "/ws_api/account/{account}/messaging/brand/{bearer}"
    app.router.add_get(brand, doors.guard(agents.serve))
    app.router.add_post("/cobrowse/{account}/events", cobrowse.hear)
    app.router.add_post("/cobrowse/{account}/witness", Witness(world, nonce).take)
    app.router.add_get("/cobrowse/{account}/session", cobrowse.standing)
    app.router.add_post("/join-call/{service}", cobrowse.join_call)
    app.router.add_get("/monitoring/{account}/window", OwnWindow(world).show)
    tag = Tag(world, faults, staged=options.staged, nonce=nonce if options.witnessed else "")
    app.router.add_get("/tag/tag.js", tag.serve)
    app.router.add_get("/cobrowse/{account}/share", sharing.serve_page)
    app.router.add_post("/monitoring/{account}", control.visits.hear)
    app.router.add_get("/tag/{file:(?:sharing|hands)\\.js}", serve_folder(HERE / "tag"))
    record = package("@rrweb/record") / "dist/record.js"
    app.router.add_get("/tag/record.js", serve_file(record))
    control.install(app)
    _add_pages(app)
    _add_mounts(app, options.mounts)
    control.on_reset += [workbench.end_play, agents.end]
    for part in (workbench, control, cobrowse, agents, sharing, sessions):
        app.on_shutdown.append(part.stop)
    return app


def _add_mounts(app: web.Application, mounts: tuple[tuple[str, Path], ...]) -> None:
    """Add the user's own files; where none is the first page, one that says where to begin."""
    for path, target in mounts:
        if target.is_dir():
            app.router.add_get(f"{path.rstrip('/')}/{{file:.+}}", serve_folder(target))
        else:
            app.router.add_get(path, serve_file(target))
    if "/" not in dict(mounts):
        page = serve_file(PAGES / "home/index.html", {"Content-Security-Policy": POLICY})
        app.router.add_get("/", doors.guard(page))
        app.router.add_get("/home.css", serve_file(PAGES / "home/home.css"))


def _add_pages(app: web.Application) -> None:
    """Add the pages for people: the agent's console, the stage, the workbench."""
    for name, folder in (
        ("agent", PAGES / "agent"),
        ("stage", DEMO / "stage"),
        ("configure", DEMO / "configurator"),
    ):
        if not folder.is_dir():
            continue  # the stage and the configurator belong to the shop, which is not installed
        page = serve_file(folder / "index.html", {"Content-Security-Policy": POLICY})
        app.router.add_get(f"/{name}", doors.guard(page))
        app.router.add_get(f"/{name}/{{file:[^/]+}}", serve_folder(folder))
    replay = serve_folder(package("@rrweb/replay") / "dist")
    app.router.add_get("/replay/{file:(?:replay\\.js|style\\.css)}", replay)
    for name in ("workbench", "scenarios"):
        page = serve_file(PAGES / f"workbench/{name}.html", {"Content-Security-Policy": POLICY})
        app.router.add_get(f"/{name}", doors.guard(page))
    app.router.add_get("/workbench/{file:[^/]+}", serve_folder(PAGES / "workbench"))
    app.router.add_get("/scenario.js", serve_file(PAGES / "shop/scenario.js"))
    for name in ("control.js", "elements.js", "tool.css", "pages.css"):
        app.router.add_get(f"/{name}", serve_file(PAGES / name))
