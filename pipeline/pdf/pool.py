"""The pool: our own processes, which never outlive a build, whether it is done, interrupted or killed.

A break of the terminal goes to every process in it; these leave it to ours to say when to stop, and say nothing.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import Pipe, parent_process
from multiprocessing.connection import Connection, wait
from threading import Thread


@contextmanager
def open_pool() -> Iterator[ProcessPoolExecutor]:
    """As many processes as there are cores; if the block is left by an exception, they stop in the midst of work."""
    attending, stop = Pipe(duplex=False)
    pool = ProcessPoolExecutor(initializer=_attend, initargs=(attending,))
    try:
        yield pool
    except BaseException:
        stop.send_bytes(b"stop")
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        stop.close()
        attending.close()


def _attend(stop: Connection) -> None:
    """Begin a process of the pool."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_leave_in_time, args=(stop,), daemon=True).start()


def _leave_in_time(stop: Connection) -> None:
    """Leave when told to, or when our process is no more: it may have been killed. Nobody reads what is sent."""
    parent = parent_process()
    wait([stop, *([parent.sentinel] if parent else [])])
    os._exit(1)
