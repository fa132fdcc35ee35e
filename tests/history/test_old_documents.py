"""Blobs → documents of earlier commits."""

from __future__ import annotations

from pathlib import Path

from recall_lint.history.old_documents import OldDocuments
from recall_lint.slugs import github
from tests.history.test_history import Repo


def test_a_document_has_the_name_that_it_is_asked_for_by(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repository")
    repo.commit({"Notes/Glass.md": "# Melting\n"})
    blob = repo.git("rev-parse", "HEAD:Notes/Glass.md").strip()
    documents = OldDocuments(str(repo.root), github)
    try:
        assert documents.has_anchor(blob, "melting")
        assert documents.document(blob, "Notes/Glass.md").path == "Notes/Glass.md"
        assert documents.document(blob, "Glass.md").source.path == "Glass.md"
    finally:
        documents.close()
