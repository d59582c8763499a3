"""The profile: every threshold of the rules with its clause, in TOML, so that a city changes a file and no code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from model import values
from model.faults import Fault, did_you_mean
from model.front_matter import SourceFaults
from model.given import Pairs
from model.record import read_record, required
from model.toml_file import read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping

PROFILE_FILE = "profile.toml"
_STANDARD = Path(__file__).with_name(PROFILE_FILE)


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number that a rule turns on, and the clause that sets it."""

    value: int = required("数值", values.whole_number, "整数")
    clause: str = required("依据", values.line, "文件和条款")
    meaning: str = required("含义", values.line, "这个数值管什么")


Profile = dict[str, Threshold]


def read_profile(folder: Path) -> tuple[Profile, list[Fault]]:
    """Return the standard thresholds with those of the city's `profile.toml` in `folder` in their place, and its faults."""
    standard, faults = _read(_STANDARD)
    assert not faults, faults
    own = folder / PROFILE_FILE
    if not own.is_file():
        return standard, []
    changed, faults = _read(own)
    faults += [_unknown(name, standard) for name in changed if name not in standard]
    return {**standard, **changed}, faults


def _unknown(name: str, standard: Mapping[str, Threshold]) -> Fault:
    nearest = did_you_mean(name, standard)
    remedy = f"是不是“{nearest}”？" if nearest else f"可用的有：{'、'.join(standard)}"
    return Fault(PROFILE_FILE, 1, "UNKNOWN_THRESHOLD", f"没有“{name}”这个阈值", remedy)


def _read(file: Path) -> tuple[Profile, list[Fault]]:
    try:
        given = read_toml(file, PROFILE_FILE)
    except SourceFaults as error:
        return {}, list(error.faults)
    profile: Profile = {}
    faults: list[Fault] = []
    for name, value in given.entries:
        if not isinstance(value, Pairs):
            faults.append(
                Fault(
                    PROFILE_FILE,
                    name.line,
                    "SHAPE",
                    f"“{name.text}”应当是一个表",
                    "写成[名称]，下面写value、clause、meaning",
                )
            )
            continue
        found, _, wrong = read_record(Threshold, value, PROFILE_FILE)
        faults += wrong
        if not wrong:
            profile[name.text] = Threshold(**found)  # type: ignore[arg-type]
    return profile, faults
