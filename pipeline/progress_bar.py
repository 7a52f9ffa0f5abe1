"""The progress of a build in a terminal: a line for each stage, and a bar while the pages are set."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.markup import escape

from .console import out, tame
from .progress import Pages, Progress, Stage, tell_nobody
from .wording import figure

if TYPE_CHECKING:
    from rich.progress import Progress as Bars


@contextmanager
def show_progress(*, brief: bool = False) -> Iterator[Progress]:
    """A line for each stage that is done, and while pages are set, a bar that leaves nothing behind.

    Where a bar can't be drawn there are lines in its place, ten at most, and in continuous integration none. `brief`
    is the bar alone.
    """
    with ExitStack() as until:
        if out.is_interactive:
            yield _PagesBar(until, brief).show
        else:
            yield tell_nobody if brief else _show_line


def _show_line(progress: Stage | Pages) -> None:
    match progress:
        case Stage(name, result):
            out.print(f"[green]✓[/] {name:<10} {escape(result)}")
        case Pages(done, total, _, False) if _is_tenth(done, total) and "CI" not in os.environ:
            out.print(f"  {'PDF':<10} [dim]{done:,} of {figure(total, 'chapter', 'chapters')} set[/]")


def _is_tenth(done: int, total: int) -> bool:
    """Whether one of ten even steps towards the total is made with this one; with fewer than ten, each is.

    >>> [done for done in range(26) if _is_tenth(done, 25)]
    [3, 5, 8, 10, 13, 15, 18, 20, 23, 25]
    """
    return done > 0 and done * 10 // total > (done - 1) * 10 // total


@dataclass(slots=True)
class _PagesBar:
    """The bar, from the first chapter to the end of the stage, or of the block if it ends sooner.

    It is drawn when it is told something and not by a thread: processes are forked while it is on the screen.
    """

    until: ExitStack
    brief: bool
    bars: Bars | None = None

    def show(self, progress: Stage | Pages) -> None:
        """Move the bar, or take it away and print a line."""
        if isinstance(progress, Stage):
            self.until.close()
            self.bars = None
            if not self.brief:
                _show_line(progress)
            return
        if self.bars is None:
            self.bars = self.until.enter_context(_make_bars(progress.total))
        (task,) = self.bars.task_ids
        last = "numbering and joining the pages" if progress.done == progress.total else progress.title
        self.bars.update(task, completed=progress.done, title=escape(tame(last)), refresh=True)


def _make_bars(total: int) -> Bars:
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bars
    from rich.table import Column

    # The line is not filled: the ^C of a break that a terminal shows behind it would be on the next one.
    room = Column(no_wrap=True, overflow="ellipsis", max_width=max(1, out.width - 68))
    title = TextColumn("[dim]{task.fields[title]}", table_column=room)
    columns = (TextColumn("  PDF       "), BarColumn(30), MofNCompleteColumn(), TextColumn("chapters"), title)
    bars = Bars(
        *columns,
        console=out,
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    bars.add_task("", total=total, title="")
    return bars
