"""Configuration files are read without executing them; errors include the line."""

from __future__ import annotations

import pytest

from recall_lint.sites.model import SiteError
from recall_lint.sites.reading import Tagged, load_json, load_toml, load_yaml


def test_environment_variables_are_their_defaults() -> None:
    settings = load_yaml("a: !ENV [CI, false]\nb: !ENV NAME\nc: !ENV [A, B, c]\n", "mkdocs.yml")
    assert settings == {"a": False, "b": None, "c": "c"}


def test_values_with_unknown_tags_are_kept_apart() -> None:
    settings = load_yaml(
        "slugify: !!python/object/apply:slugs.slugify\n  kwds: {case: lower}\nlist: !x [1]\n", "a"
    )
    assert settings["slugify"] == Tagged(
        "tag:yaml.org,2002:python/object/apply:slugs.slugify", {"kwds": {"case": "lower"}}
    )
    assert settings["list"] == Tagged("!x", [1])


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "\ufeff"])
def test_an_empty_file_has_no_settings(text: str) -> None:
    assert load_yaml(text, "mkdocs.yml") == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1\nb: 2\n", "m.yml:2: invalid YAML: did not find expected ',' or ']'"),
        ("- a\n", "m.yml:1: expected a mapping, found a list"),
        ("word\n", "m.yml:1: expected a mapping, found a single value"),
        ("a: 2020-99-99\n", "m.yml:1: invalid YAML: month must be in 1..12"),
        ("a: 1\n---\nb: 2\n", "m.yml:2: invalid YAML: but found another document"),
    ],
)
def test_what_is_no_yaml_is_said_with_its_line(text: str, message: str) -> None:
    with pytest.raises(SiteError, match="m") as raised:
        load_yaml(text, "m.yml")
    assert str(raised.value) == message


@pytest.mark.parametrize("text", ["[" * 5000, "a: " + "{a: " * 5000, "a: \0", "? [a]\n: b\n"])
def test_nothing_but_a_site_error_comes_of_bad_yaml(text: str) -> None:
    with pytest.raises(SiteError):
        load_yaml(text, "m.yml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 1\nb = [1\nc = 2\n", "b.toml:3: invalid TOML: Unclosed array"),
        ("a = '", 'b.toml:1: invalid TOML: Expected "\'"'),
    ],
)
def test_what_is_no_toml_is_said_with_its_line(text: str, message: str) -> None:
    with pytest.raises(SiteError) as raised:
        load_toml(text, "b.toml")
    assert str(raised.value) == message


def test_what_is_no_json_is_said_with_its_line() -> None:
    assert load_json('\ufeff{"a": 1}', "book.json") == {"a": 1}
    with pytest.raises(SiteError, match=r"book.json:2: invalid JSON: "):
        load_json('{\n"a" 1}', "book.json")
