"""The one way templates are loaded: escaped, strict about what is undefined, without stray blank lines."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import Environment, PackageLoader, StrictUndefined

Filter = Callable[..., object]


def make_environment(folder: str = "templates", *, autoescape: bool = True, **filters: Filter) -> Environment:
    """An environment for the templates in a folder of the package, with filters by name."""
    environment = Environment(
        loader=PackageLoader("pipeline", folder),
        autoescape=autoescape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(filters)
    return environment
