"""`report --serve`: one page for this machine and its user, and nothing else."""

from __future__ import annotations

import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from recall_lint.cli import main
from recall_lint.cli.commands._serve import Server
from tests.cli.commands.test_watch import PROGRAM

PAGE = "<p>page</p>"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as server:
        server.publish(PAGE)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def ask(server: Server, path: str, *headers: str, method: str = "GET") -> str:
    """The complete response to a request with exactly these headers."""
    with socket.create_connection(("127.0.0.1", server.server_port), 5) as connection:
        lines = "".join(f"{line}\r\n" for line in (f"{method} {path} HTTP/1.1", *headers))
        connection.sendall(f"{lines}\r\n".encode("latin-1"))
        told = b""
        while more := connection.recv(65_536):
            told += more
        return told.decode()


def status(told: str) -> int:
    return int(told.split()[1])


def test_the_page_is_served_to_who_knows_its_name(server: Server) -> None:
    for host in ("127.0.0.1", "localhost"):
        own = f"{host}:{server.server_port}"
        told = ask(server, server.name, f"Host: {own}", f"Origin: http://{own}")
        assert status(told) == 200
        assert told.endswith(PAGE)
    assert "Cross-Origin-Resource-Policy: same-origin" in told
    assert "Python" not in told
    assert len(server.name) > 20
    assert server.server_address[0] == "127.0.0.1"
    told = ask(server, server.name, f"Host: {own}", method="HEAD")
    assert status(told) == 200
    assert PAGE not in told


@pytest.mark.parametrize(
    "headers",
    [
        (),
        ("Host: evil.example",),
        ("Host: evil.example:{port}",),
        ("Host: 127.0.0.1",),
        ("Host: 127.0.0.1:1",),
        ("Host: 127.0.0.1:{port}.evil.example",),
        ("Host: 0.0.0.0:{port}",),
        ("Host: [::1]:{port}",),
        ("Host: 127.0.0.1:{port}", "Host: evil.example"),
        ("Host: 127.0.0.1:{port}", "Origin: null"),
        ("Host: 127.0.0.1:{port}", "Origin: http://evil.example"),
        ("Host: 127.0.0.1:{port}", "Origin: https://127.0.0.1:{port}"),
        ("Host: 127.0.0.1:{port}", "Origin: http://127.0.0.1:1"),
        ("Host: 127.0.0.1:{port}", "Origin: http://127.0.0.1:{port}.evil.example"),
    ],
)
def test_other_hosts_and_origins_get_nothing(server: Server, headers: tuple[str, ...]) -> None:
    sent = [header.format(port=server.server_port) for header in headers]
    for path in (server.name, f"{server.name}changes", "/"):
        told = ask(server, path, *sent)
        assert status(told) == 403
        assert PAGE not in told


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "//",
        "*",
        "/etc/passwd",
        "/../../etc/passwd",
        "/%2e%2e/etc/passwd",
        "{name}../",
        "{name}../../../../etc/passwd",
        "{name}%2e%2e%2fetc/passwd",
        "{name}index.html",
        "{name}?x",
        "{name}changes/",
        "{name}.git/config",
        "{name}\\..\\",
        "http://127.0.0.1:{port}{name}",
        "file:///etc/passwd",
        "/\xe4\xff",
    ],
)
def test_no_other_path_leads_anywhere(server: Server, path: str) -> None:
    asked = path.format(name=server.name, port=server.server_port)
    told = ask(server, asked, f"Host: 127.0.0.1:{server.server_port}")
    assert status(told) == 404
    assert PAGE not in told
    assert "root:" not in told


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "TRACE"])
def test_nothing_but_reading(server: Server, method: str) -> None:
    told = ask(server, server.name, f"Host: 127.0.0.1:{server.server_port}", method=method)
    assert status(told) == 501
    assert PAGE not in told


def test_versions_are_told_as_they_come(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port), 5) as connection:
        own = f"127.0.0.1:{server.server_port}"
        connection.sendall(f"GET {server.name}changes HTTP/1.1\r\nHost: {own}\r\n\r\n".encode())
        told = ""
        for version in range(server.version, server.version + 3):
            while f"data: {version}\n\n" not in told:
                told += connection.recv(4096).decode()
            server.publish(PAGE)


class Serving:
    """A running `recall-lint report --serve`."""

    def __init__(self, root: Path) -> None:
        environment = {**os.environ, "BROWSER": "true", "DISPLAY": ":9"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "report", "--serve"],
            cwd=root,
            env=environment,
            stderr=subprocess.PIPE,
        )
        self.told = ""
        self.url = self.until(r"serving (http://127\.0\.0\.1:\d+/\S+/);")

    def until(self, pattern: str) -> str:
        assert self.process.stderr is not None
        end = time.monotonic() + 20
        while not (match := re.search(pattern, self.told)):
            assert time.monotonic() < end, self.told
            if select.select([self.process.stderr], [], [], 0.1)[0]:
                self.told += os.read(self.process.stderr.fileno(), 4096).decode()
        return match[1]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        assert self.process.stderr is not None
        with self.process.stderr:
            return self.process.wait(20)


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    root = tmp_path / "notebook"
    root.mkdir()
    (root / ".recall-lint.toml").write_text("")
    (root / "A.md").write_text("# Rings\n\nIce.\n")
    return root


def test_a_broken_configuration_leaves_the_last_page(notebook: Path) -> None:
    serving = Serving(notebook)
    (notebook / ".recall-lint.toml").write_text("select = [")
    serving.until("(recall-lint: error)")
    assert serving.process.poll() is None
    assert serving.stop() == 0
    assert not (notebook / "report.html").exists()


def test_serving_writes_no_file(notebook: Path) -> None:
    result = CliRunner().invoke(main, ["report", str(notebook), "--serve", "-o", "x.html"])
    assert result.exit_code == 2
    assert "`--serve` and `--output-file` cannot be combined" in result.output
