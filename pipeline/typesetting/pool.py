"""The pool: our own processes, which never outlive a build, whether it is done, interrupted or killed.

A break of the terminal goes to every process in it; these leave it to ours to say when to stop, and say nothing.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from multiprocessing import Pipe, get_all_start_methods, get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from threading import Lock, Thread
from typing import Any, TypeVar

Result = TypeVar("Result")

_HUSH = "ignore::UserWarning:multiprocessing.resource_tracker"
"""Where ours is killed, the process that clears away after it would say so in the terminal."""


_sending = Lock()
"""In a process of the pool: held from the end of a job to the beginning of the next, while its result is sent."""


class Pool(ProcessPoolExecutor):
    """Processes that can be stopped in the midst of a job, but not of a result, for whose end ours would wait."""

    def submit(self, work: Callable[..., Result], /, *jobs: Any, **named: Any) -> Future[Result]:
        """Begin a job, as an executor does."""
        return super().submit(_do, work, *jobs, **named)


def _do(work: Callable[..., Result], *jobs: Any, **named: Any) -> Result:
    if _sending.locked():
        _sending.release()
        gc.collect(0)  # what the job before left; what lasts, such as words, is looked through once
    try:
        return work(*jobs, **named)
    finally:
        _sending.acquire()


Lender = Callable[[], AbstractContextManager[Executor]]
"""Gives a pool for the time of a build."""


@contextmanager
def open_pool() -> Iterator[Pool]:
    """As many processes as there are cores; if the block is left by an exception, they stop in the midst of work."""
    attending, stop = Pipe(duplex=False)
    pool = Pool(mp_context=_context(), initializer=_attend, initargs=(attending,))
    try:
        yield pool
    except BaseException:
        stop.send_bytes(b"stop")
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        stop.close()
        attending.close()


@contextmanager
def keep_pool() -> Iterator[Lender]:
    """What lends a pool to build after build, and after one that failed another."""
    until, pool = ExitStack(), None

    @contextmanager
    def lend() -> Iterator[Pool]:
        nonlocal pool
        pool = pool or until.enter_context(open_pool())
        try:
            yield pool
        except BaseException as fault:
            pool = None
            until.__exit__(type(fault), fault, fault.__traceback__)
            raise

    with until:
        yield lend


def _context() -> BaseContext:
    """How processes begin: from one that has loaded the engine and set nothing.

    A copy of ours could hold a lock of Pango’s, which begins threads, and wait for it for ever.
    """
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    if _HUSH not in sys.warnoptions:
        sys.warnoptions.append(_HUSH)  # what multiprocessing starts is started with these
    context = get_context("forkserver")
    context.set_forkserver_preload([f"{__package__}.preload"])
    _start_deaf()
    return context


def _start_deaf() -> None:
    """Start the process that the others come from, deaf to a break, even before it can say so itself.

    The one that clears away after them is started first: to start it ends what is blocked here.
    """
    from multiprocessing import forkserver, resource_tracker

    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _attend(stop: Connection) -> None:
    """Begin a process of the pool."""
    gc.disable()
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_leave_in_time, args=(stop,), daemon=True).start()


def _leave_in_time(stop: Connection) -> None:
    """Leave when told to, or when our process is no more: it may have been killed, and nobody reads what is sent."""
    parent = parent_process()
    wait([stop, *([parent.sentinel] if parent else [])])
    while parent is not None and parent.is_alive() and not _sending.acquire(timeout=1):
        pass
    os._exit(1)
