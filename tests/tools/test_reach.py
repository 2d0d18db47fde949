"""Which modules are kept for the browser, and what the app may not import."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.reach import reachable


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small library beside an app."""
    for name, text in {
        "app/__init__.py": "",
        "app/main.py": "def later():\n    from library import lazy\nfrom app import sibling\n",
        "app/sibling.py": "import library.eager\n",
        "library/__init__.py": "from . import package_level\n",
        "library/package_level.py": "",
        "library/eager.py": (
            "from typing import TYPE_CHECKING\n"
            "if TYPE_CHECKING:\n    import library.typed\n"
            "else:\n    import library.untyped\n"
            "def seldom():\n    import library.seldom\n"
            "if __name__ == '__main__':\n    import library.unused\n"
        ),
        "library/lazy.py": "",
        "library/typed.py": "",
        "library/untyped.py": "",
        "library/seldom.py": "",
        "library/dynamic.py": "",
        "library/unused.py": "",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    return tmp_path


def test_what_is_kept(tree: Path) -> None:
    """Every import of the app's, import-time ones of others', what was traced, nothing else."""
    kept, missing = reachable([str(tree)], ["library.dynamic", "typing", "sys"])
    assert missing == []
    assert kept == [
        *("app", "app.main", "app.sibling"),
        *("library", "library.dynamic", "library.eager", "library.lazy"),
        *("library.package_level", "library.untyped"),
    ]


def test_an_import_that_the_visitor_would_miss(tree: Path) -> None:
    """What the app imports and the runtime lacks is named, also where it is imported late."""
    (tree / "app/sibling.py").write_text("def later():\n    import no_such_module\n")
    _, missing = reachable([str(tree)], [])
    assert missing == ["no_such_module"]
