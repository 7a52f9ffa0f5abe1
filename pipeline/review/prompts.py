"""Prompts: what an editor is asked in a terminal: a choice by its first letter, or words to mend in the line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Literal

import click

Choice = Literal["accept", "replace", "keep", "skip", "back", "quit"]


def choose(choices: tuple[Choice, ...]) -> Choice:
    """One of the choices, named by its first letter or in full."""

    def read(typed: str) -> Choice:
        meant = [choice for choice in choices if typed.strip() and choice.startswith(typed.strip().lower())]
        if len(meant) != 1:
            raise click.BadParameter(f"type {', '.join(choice[0] for choice in choices)}, or the word")
        return meant[0]

    shown = "  ".join(f"[{choice[0]}]{choice[1:]}" for choice in choices)
    chosen: Choice = click.prompt(f"  {shown} ", value_proc=read, prompt_suffix="> ")
    return chosen


def ask_words(label: str, words: str) -> str:
    """Ask for words, with those that are likely written into the line already where the terminal can do so."""
    with _written(words) as is_written:
        typed: str = click.prompt(f"  {label}", default=words or None, show_default=bool(words) and not is_written)
    return typed.strip()


@contextmanager
def _written(words: str) -> Iterator[bool]:
    try:
        import readline
    except ImportError:  # Windows
        yield False
        return
    readline.set_startup_hook(partial(readline.insert_text, words))
    try:
        yield True
    finally:
        readline.set_startup_hook(None)
