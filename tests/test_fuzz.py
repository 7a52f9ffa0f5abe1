"""What fuzzing once found is mended, and it begins from files that are good or refused by one message."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from .fuzz.bundle import bundle, files_of, pack, unzip
from .fuzz.mutation import mutate
from .fuzz.seeds import SEEDS, seeds_of
from .fuzz.targets import REFUSAL, TARGETS

FOUND = sorted((Path(__file__).parent / "fuzz" / "found").iterdir())


@pytest.mark.parametrize("path", FOUND, ids=[path.name for path in FOUND])
def test_what_was_found_is_mended(path: Path) -> None:
    with suppress(REFUSAL):
        TARGETS[path.name.partition("-")[0]](path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_a_seed_of_each_target_and_some_changes_of_it_break_nothing(target: str) -> None:
    seeds = seeds_of(target)
    assert SEEDS.keys() == TARGETS.keys()
    changed = [mutate(seeds[0], 5_000, number, lambda data, most: data[: most // 2], seeds) for number in range(8)]
    assert len(set(changed)) > 2
    for data in (seeds[0], *changed):
        with suppress(REFUSAL):
            TARGETS[target](data)


def test_a_bundle_is_the_files_that_it_holds() -> None:
    files = {"a.xml": b"<a/>", "b/c.xml": b""}
    assert files_of(bundle(files)) == files
    assert files_of(unzip(pack(bundle(files)))) == files
    assert files_of(b"\0a") == {} == files_of(b"words")
