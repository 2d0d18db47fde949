"""Who may call what: LivePerson's services are everybody's, what steers the stand-in is not."""

from __future__ import annotations

import re

from aiohttp import hdrs, web
from aiohttp.typedefs import Middleware

from simulator.body import BadBodyError
from simulator.bounds import NotPossible
from simulator.files import Handler
from simulator.record.timeline import Timeline

# LivePerson's own services, which pages of every origin speak with.
SHARED = ("/api/", "/ws_api/", "/cobrowse/", "/monitoring/", "/tag/", "/join-call/")
ELSEWHERE = "only LivePerson's own paths are for pages of other sites: use localhost for yours too"
NOBODY_THERE = 499  # no answer is heard any more
MISTAKES = (NotPossible, ValueError, TypeError, OverflowError, RecursionError)


def share(timeline: Timeline, mounts: tuple[str, ...] = ()) -> Middleware:
    """Let pages of any origin read LivePerson's services and these `mounts`, and nothing else."""
    open_to_all = (*SHARED, *(f"{path}/" for path in mounts))

    @web.middleware
    async def shared(request: web.Request, handler: Handler) -> web.StreamResponse:
        private = not request.path.startswith(open_to_all)
        if private and _loads_from_elsewhere(request):
            raise web.HTTPForbidden(text=ELSEWHERE)
        if request.method == hdrs.METH_OPTIONS and not private:
            return _preflight()
        try:
            response = await _answer(request, handler)
            _record(timeline, request, response.status)
        except web.HTTPException as error:
            _record(timeline, request, error.status)
            if not private:
                error.headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = "*"
            raise
        except ConnectionError:
            # Whoever asked has gone meanwhile, as a page that is left does: nobody's mistake.
            return web.Response(status=NOBODY_THERE)
        if not response.prepared:
            # What is no script or style by its type is none.
            response.headers["X-Content-Type-Options"] = "nosniff"
            if not private:
                response.headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = "*"
        return response

    return shared


def _loads_from_elsewhere(request: web.Request) -> bool:
    """Whether a page of another site wants this as a part of itself: a script, a picture.

    A link to here is another thing: whoever follows it is here.
    """
    headers = request.headers
    other = headers.get("Sec-Fetch-Site") == "cross-site"
    return other and headers.get("Sec-Fetch-Mode") != "navigate"


async def _answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except BadBodyError as error:
        raise web.HTTPBadRequest(text=str(error)) from None


def _record(timeline: Timeline, request: web.Request, status: int) -> None:
    """Put a request to one of LivePerson's services on the timeline, without what it carried."""
    if request.path.startswith("/api/"):
        name = f"{request.method} {request.path}: {status}"
        timeline.add("http", "in", name, "")


def _preflight() -> web.Response:
    allowed = {
        hdrs.ACCESS_CONTROL_ALLOW_ORIGIN: "*",
        hdrs.ACCESS_CONTROL_ALLOW_METHODS: "GET, POST",
        hdrs.ACCESS_CONTROL_ALLOW_HEADERS: "authorization, content-type",
    }
    return web.Response(headers=allowed)


def guard(handler: Handler) -> Handler:
    """Return `handler`, closed to other origins and hosts, its mistakes told in words."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        host = re.fullmatch(r"(localhost|127\.0\.0\.1|\[::1\])(:\d+)?", request.host)
        if host is None:
            raise web.HTTPForbidden(text="the control API is for this machine only")
        if origin is not None and origin != f"{request.scheme}://{request.host}":
            raise web.HTTPForbidden(text="the control API is closed to other origins")
        try:
            return await handler(request)
        except MISTAKES as error:
            return web.json_response({"error": str(error)}, status=400)

    return guarded
