"""Folders, files that change on the disk, and input that nobody should send."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.disk import make
from tests.server.conftest import PAGE, STARS
from tests.server.editor import capabilities, connected, position
from tests.sources.test_files import git

pytestmark = pytest.mark.asyncio

Changed, Created, Deleted = (
    types.FileChangeType.Changed,
    types.FileChangeType.Created,
    types.FileChangeType.Deleted,
)


async def test_each_folder_goes_by_its_own_configuration(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    make(other, "A.md", text="[x](gone.md)\n")
    make(other, "inner/B.md", text="[x](gone.md)\n")
    make(other, "inner/.recall-lint.toml", text='ignore = ["missing-file"]\n')
    make(other, ".recall-lint.toml", text="")
    async with connected(tmp_path, folders=(root, other)) as editor:
        editor.open("other/A.md")
        editor.open("other/inner/B.md")
        editor.open("notes/Recall/Stars.md", "[x](gone.md)\n")
        assert await editor.codes("other/A.md") == ["1:missing-file"]
        assert await editor.codes("other/inner/B.md") == []
        assert await editor.codes("notes/Recall/Stars.md") == ["1:missing-file"]
        report = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
        found = {item.uri for item in report.items if item.items}  # type: ignore[union-attr]
        assert found == {editor.uri("other/A.md"), editor.uri("notes/Recall/Stars.md")}


async def test_a_changed_configuration_is_taken_in(root: Path) -> None:
    async with connected(root, capabilities(pull=False)) as editor:
        editor.open("Recall/Stars.md", "[x](gone.md)\n")
        await editor.published("Recall/Stars.md", bool)
        make(root, ".recall-lint.toml", text='ignore = ["missing-file"]\n')
        editor.tell((".recall-lint.toml", Created))
        await editor.published("Recall/Stars.md", lambda found: not found)
        make(root, ".recall-lint.toml", text="ignore = [\n")
        editor.tell((".recall-lint.toml", Changed))
        await asyncio.sleep(0.5)
        assert "recall-lint.toml" in editor.client.messages[-1].message
        make(root, ".recall-lint.toml", text="")
        editor.tell((".recall-lint.toml", Changed))
        await editor.published("Recall/Stars.md", bool)


async def test_files_that_others_change_are_taken_in(root: Path) -> None:
    async with connected(root) as editor:
        editor.open("Recall/Stars.md")
        before = await editor.codes("Recall/Stars.md")
        make(root, "Notes/Stars.md", text="# Other\n")
        editor.tell(("Notes/Stars.md", Changed))
        assert len(await editor.codes("Recall/Stars.md")) > len(before)
        make(root, "Notes/Stars.md", text=STARS)
        editor.tell(("Notes/Stars.md", Changed))
        assert await editor.codes("Recall/Stars.md") == before
        (root / "Notes/Stars.md").unlink()
        editor.tell(("Notes/Stars.md", Deleted))
        assert len(await editor.codes("Recall/Stars.md")) > len(before)


async def test_changes_that_a_client_cannot_tell_of_are_taken_in_with_the_next_save(
    root: Path,
) -> None:
    can = capabilities()
    assert can.workspace is not None
    can.workspace.did_change_watched_files = None
    async with connected(root, can) as editor:
        editor.open("Recall/Stars.md")
        before = await editor.codes("Recall/Stars.md")
        make(root, "Notes/Stars.md", text="# Other\n")
        editor.save("Recall/Stars.md", PAGE)
        assert len(await editor.codes("Recall/Stars.md")) > len(before)


async def test_a_commit_is_taken_in(root: Path) -> None:
    async with connected(root) as editor:
        editor.open("Recall/Stars.md")
        editor.open("Notes/Stars.md", STARS.replace("Fusion", "Burning"))
        (found, *_) = await editor.pull("Recall/Stars.md")
        assert "since the last commit" in found.message
        make(root, "Notes/Stars.md", text=STARS.replace("Fusion", "Burning"))
        git(root, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qam", "b")
        (found, *_) = await editor.pull("Recall/Stars.md")
        assert "since the last commit" not in found.message


async def test_a_buffer_that_is_no_file(root: Path) -> None:
    async with connected(root) as editor:
        item = types.TextDocumentItem("untitled:Untitled-1", "markdown", 1, "[x](gone.md)\n")
        editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        report = await editor.client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(types.TextDocumentIdentifier(item.uri))
        )
        assert not getattr(report, "items", None)
        editor.open("Notes/New.md", "[x](gone.md)\n")
        assert await editor.codes("Notes/New.md") == ["1:missing-file"]
        editor.close("Notes/New.md")
        assert await editor.codes("Notes/New.md") == []
        editor.open("picture.png", "not text")
        assert await editor.codes("picture.png") == []


async def test_no_notebook_and_no_git(tmp_path: Path) -> None:
    make(tmp_path, "folder/A.md", "folder/sub/B.md", text="[x](gone.md)\n")
    async with connected(tmp_path, folders=()) as editor:
        editor.open("folder/A.md")
        assert await editor.codes("folder/A.md") == []
    async with connected(tmp_path / "folder") as editor:
        editor.open("A.md")
        assert await editor.codes("A.md") == ["1:missing-file"]
        editor.open("sub/New.md", "[x](../A.md) [y](gone.md)\n")
        assert await editor.codes("sub/New.md") == ["1:missing-file"]


async def test_ranges_that_are_not_there(root: Path) -> None:
    async with connected(root) as editor:
        editor.open("Notes/Planets.md", "a😀b\n")
        beyond = types.Range(types.Position(7, 3), types.Position(9, 9))
        editor.change("Notes/Planets.md", (beyond, "[x](gone.md)\n"))
        assert await editor.codes("Notes/Planets.md") == ["2:missing-file"]
        # From the middle of a character to before it, and backwards.
        inside = types.Range(types.Position(0, 2), types.Position(0, 99))
        editor.change("Notes/Planets.md", (inside, ""))
        backwards = types.Range(types.Position(0, 1), types.Position(0, 0))
        editor.change("Notes/Planets.md", (backwards, "[y](lost.md)"))
        assert await editor.codes("Notes/Planets.md") == ["1:missing-file", "2:missing-file"]
        hover = types.HoverParams(editor.identifier("Notes/Planets.md"), types.Position(99, 99))
        assert not await editor.client.text_document_hover_async(hover)


async def test_lone_surrogates_and_strange_line_endings(root: Path) -> None:
    async with connected(root) as editor:
        text = "\ud800\u2028\x0c [x](gone.md)\r\n\r[y](lost.md)\r\n"
        editor.open("Notes/Planets.md", text.replace("\ud800", "\ufffd"))
        assert await editor.codes("Notes/Planets.md") == ["1:missing-file", "3:missing-file"]


async def test_edits_out_of_order_and_in_a_hurry(root: Path) -> None:
    async with connected(root, capabilities(pull=False)) as editor:
        editor.open("Notes/Planets.md", "")
        for number in range(1, 300):
            editor.change("Notes/Planets.md", "\n" * number + "[x](gone.md)\n")
        editor.send_change("Notes/Planets.md", 7, "[late](late.md)\n[late](late.md)\n")
        found = await editor.published(
            "Notes/Planets.md", lambda found: bool(found) and found[0].range.start.line == 299
        )
        assert len(found) == 1
        editor.send_change("Notes/Unknown.md", 1, "text")
        assert await editor.codes("Notes/Planets.md") == ["300:missing-file"]


async def test_a_request_that_is_no_longer_wanted(root: Path) -> None:
    for number in range(400):
        make(root, f"Notes/More/{number}.md", text="[x](gone.md)\n" * 20)
    async with connected(root) as editor:
        editor.open("Recall/Stars.md")
        await editor.codes("Recall/Stars.md")
        protocol = editor.client.protocol
        params = types.WorkspaceDiagnosticParams([])
        future = protocol.send_request(types.WORKSPACE_DIAGNOSTIC, params, msg_id="mine")
        protocol.notify(types.CANCEL_REQUEST, types.CancelParams("mine"))
        with pytest.raises(JsonRpcException, match="cancel"):
            await asyncio.wrap_future(future)
        assert await editor.codes("Recall/Stars.md")


async def test_a_crash_is_an_answer(root: Path) -> None:
    async with connected(root) as editor:
        editor.open("Notes/Stars.md")
        with pytest.raises(JsonRpcException):
            await editor.client.workspace_execute_command_async(
                types.ExecuteCommandParams("recall-lint.showQuestions", [1, 2])
            )
        with pytest.raises(JsonRpcException):
            await editor.client.protocol.send_request_async("no/such", {})  # type: ignore[no-untyped-call]
        at = types.HoverParams(editor.identifier("Notes/Stars.md"), position(STARS, 3))
        assert await editor.client.text_document_hover_async(at)


async def test_nothing_but_the_protocol_is_on_standard_output(tmp_path: Path) -> None:
    source = (
        "import sys, os\n"
        "from recall_lint.run.startup import RunOptions\n"
        "from recall_lint.server import features\n"
        "server = features.make(RunOptions())\n"
        "server.feature('$/print')(lambda p: (print('loud'), os.system('echo louder')))\n"
        "features.serving.serve(server)\n"
    )
    body = b'{"jsonrpc":"2.0","method":"$/print","params":{}}'
    ask = b'{"jsonrpc":"2.0","id":1,"method":"shutdown"}'
    exit_ = b'{"jsonrpc":"2.0","method":"exit"}'
    given = b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(b), b) for b in (body, ask, exit_))
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", source],
        input=given,
        capture_output=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.stdout.startswith(b"Content-Length: ")
    assert b"loud" not in done.stdout
    assert b"louder" in done.stderr
