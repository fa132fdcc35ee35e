"""What is read of a configuration in JavaScript, and what is not."""

from __future__ import annotations

from typing import Any

import pytest

from recall_lint.sites.files import Listed
from recall_lint.sites.javascript import Unread, load
from recall_lint.sites.model import SiteError


def value(text: str, suffix: str = ".js", **others: str) -> Any:
    named = {name.replace("__", "/").replace("_", "."): other for name, other in others.items()}
    files = {f"c{suffix}": text, **named}
    return load(f"c{suffix}", Listed(files, files.get))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("'a'", "a"),
        (r'"a\n\u0041\x42\u{43}\'\q"', "a\nABC'q"),
        ("`a${'b'}c`", "abc"),
        ("12", 12),
        ("0x10", 16),
        ("1_0.5", 10.5),
        ("true", True),
        ("null", None),
        ("undefined", None),
        ("[1, ...[2, 3], /* no */ 4]", [1, 2, 3, 4]),
        ("{a: 1, 'b-c': 2, [`d`]: 3, ...{e: 4}}", {"a": 1, "b-c": 2, "d": 3, "e": 4}),
        ("('a')", "a"),
        ("'a' + 'b'", "ab"),
        ("process.env.BASE || '/a/'", "/a/"),
        ("process.env.BASE ?? '/a/'", "/a/"),
        ("'' ?? 'a'", ""),
        ("false || 'a'", "a"),
        ("'a' || 'b'", "a"),
        ("process.env.CI ? 'a' : 'b'", "b"),
        ("true ? 'a' : 'b'", "a"),
        ("require.resolve('./a')", "./a"),
        ("path.join('a', '..', 'b')", "b"),
        ("path.resolve(__dirname, '../docs')", "../docs"),
        ("join(process.cwd(), 'docs')", "docs"),
        ("defineConfig({a: 1})", {"a": 1}),
        ("defineConfig(() => ({a: 1}))", {"a": 1}),
        ("{a: {b: 1}}.a.b", 1),
        ("!true", False),
        ("!!{}", True),
        ("-1", -1),
        ("1 === 1", True),
        ("'a' !== 'b'", True),
        ("process.env.NODE_ENV === 'production' ? 'a' : 'b'", "a"),
        ("process.env.BASE === 'x' ? 'a' : 'b'", "b"),
        ("fileURLToPath(new URL('../docs', import.meta.url))", "../docs"),
        ("new URL('./docs', import.meta.url).pathname", "docs"),
        ("path.posix.join(dirname(fileURLToPath(import.meta.url)), 'docs')", "docs"),
        ("withMermaid(defineConfig({a: 1}), {b: 2})", {"a": 1}),
        ("mergeConfig({a: 1, b: 1}, {b: 2})", {"a": 1, "b": 2}),
        ("Object.assign({}, {a: 1})", {"a": 1}),
    ],
)
def test_values(written: str, expected: Any) -> None:
    assert value(f"export default {written};") == expected


@pytest.mark.parametrize(
    "written",
    [
        "f()",
        "a.b",
        "-x",
        "-'a'",
        "f('a')",
        "f('a', 'b')",
        "new URL('a')",
        "a.b({})",
        "1 - 2",
        "x => x",
        "`a${f()}`",
        "new Date()",
        "a",
        "/x/",
        "f(1, {})",
        "'a' + 1",
    ],
)
def test_what_would_have_to_be_run_is_not_read(written: str) -> None:
    assert value(f"export default {{a: {written}}}") == {"a": Unread(written, 1)}


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("module.exports = {a: 1}", ".js"),
        ("exports.default = {a: 1}", ".cjs"),
        ("const b = {a: 1}; export default b", ".mjs"),
        ("const a = 1; export default {a}", ".js"),
        ("const b = {a: 1}; export { b as default }", ".js"),
        ("const __dirname = dirname('./c'); export default {a: 1}", ".js"),
        ("export default function f() { const a = 1; return {a} }", ".js"),
        ("export default async () => ({a: 1})", ".js"),
        ("async function f() { return {a: 1} }\nmodule.exports = f", ".js"),
        ("const b: C = {a: 1} satisfies C; export default b as D", ".ts"),
        ("const b = <C>{a: 1}\nexport default b!", ".mts"),
        ("const b = {a: 2}; module.exports = {...b, ...f(), a: 1}", ".js"),
    ],
)
def test_exports(text: str, suffix: str) -> None:
    assert value(text, suffix) == {"a": 1}


def test_other_files_of_the_notebook_are_read() -> None:
    text = """
    import first from './first'
    import {b as second} from './folder'
    import numbers from './numbers.json'
    export default {first, second, numbers, third: require('./third')}
    """
    assert value(
        text,
        first_ts="export default 1",
        folder__index_js="export const b = 2",
        numbers_json="[3]",
        third_js="module.exports = 4",
    ) == {"first": 1, "second": 2, "numbers": [3], "third": 4}


def test_a_method_is_not_read() -> None:
    assert value("export default {a() { return 1 }}") == {"a": Unread("a() { return 1 }", 1)}


def test_a_folder_may_be_named_by_hand() -> None:
    text = "const __dirname = dirname(fileURLToPath(import.meta.url))"
    assert value(f"{text}\nexport default resolve(__dirname, '../a')", ".mts") == "../a"


def test_files_and_names_that_need_each_other_end() -> None:
    assert value("import a from './d'; export default a", d_js="export {default} from './c'") == (
        Unread("no export of default", 1)
    )
    assert isinstance(value("const a = b; const b = a; export default a"), Unread)
    doubled = ";".join(f"const a{n + 1} = [a{n}, a{n}]" for n in range(50))
    assert isinstance(value(f"const a0 = 1; {doubled}; export default a50"), list)


def test_deep_values_are_cut() -> None:
    assert isinstance(value("export default " + "[" * 500 + "]" * 500), list)


def test_what_is_no_javascript_is_an_error_with_its_line() -> None:
    with pytest.raises(SiteError, match=r"^c\.js:2: invalid JavaScript"):
        value("const a = 1\nexport defult {{")


def test_what_is_exported_counts_though_something_else_is_wrong() -> None:
    assert value("const a = 1 1\nexport default {b: 1}") == {"b": 1}


def test_without_an_export_nothing_is_read() -> None:
    assert value("") == Unread("no export of default", 1)
