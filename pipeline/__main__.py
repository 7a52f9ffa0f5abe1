"""The way in: `reader-edition`, or `python -m pipeline`. All else is loaded where a break is answered already."""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Run the command line; a break, whenever it comes, is one message and exit status 130."""
    status: str | int | None = 130
    try:
        from .commands import run

        status = run()
    except SystemExit as end:
        status = end.code
    except KeyboardInterrupt:
        _hear_no_more()
        print("stopped; the files that were there are as they were", file=sys.stderr)  # noqa: T201
    _hear_no_more()
    sys.exit(status)


def _hear_no_more() -> None:
    """What is left is to end, and a second break would break that off."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


if __name__ == "__main__":
    main()
