"""What the state and the two powers are called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from counterpoise.evidence import Power
from counterpoise.states import state
from counterpoise.study import Study
from counterpoise.theory.elements import Side
from counterpoise.wording import with_capital, words_of

_BOUND = re.compile(r"\b(?:[Pp]ower [ab]|[Tt]he state)\b")


@dataclass(frozen=True, slots=True)
class PowerNames:
    """What the two powers and the state are called: in a sentence, and by side as a heading or label."""

    a: str
    b: str
    state: str
    sides: Mapping[Side, str]

    def of(self, power: Power) -> str:
        """A power's name in a sentence, or what stands for both or neither."""
        return {"a": self.a, "b": self.b, "both": "both powers", "none": "no power named"}[power]

    def strategy(self, name: str) -> str:
        """A strategy of a theory as a reader meets it: `tilt_to_a` is `Tilt to` with the name of power a."""
        stem, _, side = name.rpartition("_")
        power = {"a": self.a, "b": self.b}.get(side)
        return f"{words_of(stem)} {power}" if stem and power else words_of(name)

    def bound(self, text: str) -> str:
        """A sentence of a theory with `power a`, `power b` and `the state` as names."""
        names = {"power a": self.a, "power b": self.b, "the state": self.state}

        def name(found: re.Match[str]) -> str:
            called = names[found[0][:1].lower() + found[0][1:]]
            return called if found[0][0].islower() else with_capital(called)

        return _BOUND.sub(name, text)


def case_in_words(state_code: str, powers: Mapping[Side, str]) -> str:
    """A case as a sentence names it: a state between two powers."""
    between = (state(powers[side]).in_a_sentence for side in sorted(powers))
    return f"{state(state_code).in_a_sentence} between {' and '.join(between)}"


def names_in_sentences(study: Study) -> PowerNames:
    """What a study's state and its two powers are called."""
    return names_of_state(study.state, study.powers)


def names_of_state(iso3: str, powers: Mapping[Side, str]) -> PowerNames:
    """What a state and the two powers are called."""
    return PowerNames(
        a=state(powers["a"]).in_a_sentence,
        b=state(powers["b"]).in_a_sentence,
        state=state(iso3).in_a_sentence,
        sides={side: state(power).name for side, power in powers.items()},
    )
