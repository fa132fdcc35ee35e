"""A page → the browser, reloaded when files change.

Only the page is served: no request reaches the disk. It is served on 127.0.0.1, on a random port
and below a random path, which other users of the machine would have to guess. Other sites cannot
read it: requests must name this host, and must not come from another origin.
"""

from __future__ import annotations

import secrets
import sys
import threading
import webbrowser
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, NoReturn

from recall_lint.cli.commands._changes import changes
from recall_lint.cli.commands._watch import FAILURES
from recall_lint.cli.console import print_message

_HOST: Final = "127.0.0.1"
_ALIVE: Final = 15
"""Seconds after which a browser that waits for changes gets an empty answer."""
_PATIENCE: Final = 30
"""Seconds that a client has to send its request."""
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def serve(path: str, build: Callable[[str], str], cache_dir: str | None) -> NoReturn:
    """Show the page of a notebook in the browser, and reload it when files change, until Ctrl-C.

    `build` makes the page, given its version.
    """
    server: Server | None = None
    try:
        for _ in changes("--serve", (path,), cache_dir):
            page = _built(build, server)
            if server is None:
                if page is None:
                    sys.exit(2)
                server = Server()
                server.publish(page)
                threading.Thread(target=server.serve_forever, daemon=True).start()
                print_message(f"serving {server.url}; stop with Ctrl-C")
                webbrowser.open(server.url)
            elif page is not None:
                server.publish(page)
    except KeyboardInterrupt:
        pass
    sys.exit(0)


def _built(build: Callable[[str], str], server: Server | None) -> str | None:
    """The page; None if it could not be made, which the next change may resolve."""
    try:
        return build(str(1 if server is None else server.version + 1))
    except SystemExit:
        # The error has been printed: an incomplete configuration, for example.
        return None
    except FAILURES as error:
        print_message(f"recall-lint: error: {error}")
        return None


class Server(ThreadingHTTPServer):
    """Serves one page, and tells browsers when there is a new version."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((_HOST, 0), _Handler)
        self.name = f"/{secrets.token_urlsafe(16)}/"
        self.version = 0
        self.page = b""
        self._changed = threading.Condition()

    @property
    def url(self) -> str:
        return f"http://{_HOST}:{self.server_port}{self.name}"

    def publish(self, page: str) -> None:
        """Replace the served page by a new version."""
        with self._changed:
            self.page = page.encode()
            self.version += 1
            self._changed.notify_all()

    def wait(self, seen: int) -> int:
        """The version, as soon as it differs from the one the browser has, or after a timeout."""
        with self._changed:
            self._changed.wait_for(lambda: self.version != seen, _ALIVE)
            return self.version

    def allows(self, hosts: list[str], origins: list[str]) -> bool:
        """Whether a request with these headers is from the user, or from the page itself.

        A site whose name resolves to 127.0.0.1 sends its own name, and a script elsewhere its
        origin.
        """
        own = {f"{name}:{self.server_port}" for name in (_HOST, "localhost")}
        return (
            len(hosts) == 1
            and hosts[0].lower() in own
            and {origin.lower() for origin in origins} <= {f"http://{name}" for name in own}
        )


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server
    server_version = "recall-lint"
    sys_version = ""
    timeout = _PATIENCE

    def do_GET(self) -> None:
        hosts, origins = (self.headers.get_all(name, []) for name in ("Host", "Origin"))
        if not self.server.allows(hosts, origins):
            self.send_error(403)
        elif secrets.compare_digest(self.path.encode(), self.server.name.encode()):
            page = self.server.page
            self._head("text/html; charset=utf-8", {"Content-Length": str(len(page))})
            if self.command == "GET":
                self.wfile.write(page)
        elif secrets.compare_digest(self.path.encode(), f"{self.server.name}changes".encode()):
            self._head("text/event-stream", {})
            if self.command == "GET":
                self._tell_versions()
        else:
            self.send_error(404)

    do_HEAD = do_GET  # noqa: N815 - http.server names it

    def _head(self, kind: str, more: dict[str, str]) -> None:
        self.send_response(200)
        for name, value in {"Content-Type": kind, **_HEADERS, **more}.items():
            self.send_header(name, value)
        self.end_headers()

    def _tell_versions(self) -> None:
        seen = 0
        try:
            while True:
                now = self.server.wait(seen)
                self.wfile.write(b":\n\n" if now == seen else f"data: {now}\n\n".encode())
                seen = now
        except OSError:
            # The browser has disconnected.
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Do not log requests."""
