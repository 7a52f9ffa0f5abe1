"""Modules import each other in the order of the flow, and only `build` knows all the stages."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from pipeline.typesetting.later import loaded_later

PIPELINE = Path(__file__).parent.parent / "pipeline"
FLOW = (
    "version jinja wording roman scripts superscripts ledger queries errors folder styling declarations settings theme "
    "credits markdown toml_faults toml_file picture artwork addresses identifier companions figure_file "
    "glossary_file manifest cover tree markup document vocabulary transliteration sources cleaning "
    "frames prose structure footnotes proofreading glossary "
    "desk rulebook textual_note anchors outline pagination fonts rendering templating typesetting pdf epub web "
    "ledger_file report checks outputs progress build validators inspection starter doctor console progress_bar "
    "watching preview verdicts review commands"
).split()


def imported(path: Path) -> set[str]:
    """The names of our top modules that a file imports."""
    package = path.relative_to(PIPELINE).parts[:-1]
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = [*package[: len(package) - node.level + 1], *(node.module or "").split(".")]
            names.update([base[0]] if base[0] else [alias.name for alias in node.names])
    return names - {"__version__"}


def test_imports_follow_the_flow() -> None:
    for path in PIPELINE.rglob("*.py"):
        here = path.relative_to(PIPELINE).parts[0].removesuffix(".py")
        if here in FLOW:
            later = {name for name in imported(path) if FLOW.index(name) > FLOW.index(here)}
            assert not later, f"{path.name} imports {later}, which come later in the flow"


def test_the_list_is_complete() -> None:
    rooms = {path.stem for path in PIPELINE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert rooms - {"__init__", "__main__"} == set(FLOW)


def test_a_process_that_sets_pages_loads_no_more_than_it_needs() -> None:
    code = "import sys, pipeline.typesetting.preload; print(*sys.modules)"
    outcome = subprocess.run([sys.executable, "-c", code], cwd=PIPELINE.parent, capture_output=True, text=True)
    modules = outcome.stdout.split()
    loaded = {name.split(".")[1] for name in modules if name.startswith("pipeline.")}
    assert loaded <= {"errors", "folder", "ledger", "queries", "scripts", "styling", "typesetting", "version"}, loaded
    assert "typesetting" in loaded, outcome.stderr
    assert "weasyprint" in modules and not {"fontTools.subset", "fontTools.varLib.instancer"} & set(modules)


def test_what_is_loaded_later_is_there_when_it_is_called() -> None:
    name = "wsgiref.util"
    sys.modules.pop(name, None)
    with loaded_later(name):
        from wsgiref.util import guess_scheme
    assert name not in sys.modules
    assert guess_scheme({"HTTPS": "on"}) == "https"
    assert name in sys.modules
    with loaded_later(name):
        from wsgiref.util import guess_scheme as known
    assert known is sys.modules[name].guess_scheme
