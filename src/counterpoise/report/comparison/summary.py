"""The plain sentences that open a comparison, what is not known first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from counterpoise.findings.comparison import Comparison
from counterpoise.findings.conclusions import Findings
from counterpoise.measurement.alignment import OVERALL
from counterpoise.measurement.state_ranks import CommonYear
from counterpoise.report.comparison.movement import Moved, coincidences
from counterpoise.report.profile import score_in_words
from counterpoise.report.score_rows import rows_of, years_in_words, years_without_a_tie
from counterpoise.report.types_by_year import types_in_words, types_of_panel
from counterpoise.wording import listed, several, words_of

AS_PROBABLE = 0.5
"""A type is told of a state where it is at least as probable as this; below, that no type is likelier than not."""


def plain_sentences(comparison: Comparison, of_states: Sequence[Moved]) -> tuple[str, ...]:
    """What is not known, who is compared by what, alignment and engagement in a common year, types, movement and breaks."""
    common = {(each.dimension, each.construct): each for each in comparison.common}
    return tuple(
        sentence
        for sentence in (
            _unknown(comparison, common.get((OVERALL, "alignment_share"))),
            _compared(comparison),
            _scores(comparison, common.get((OVERALL, "alignment_share"))),
            _scores(comparison, common.get((OVERALL, "engagement"))),
            _types(comparison, common.get((OVERALL, "alignment_share"))),
            _movement(comparison),
            _breaks(of_states),
        )
        if sentence
    )


def _unknown(comparison: Comparison, common: CommonYear | None) -> str:
    told = []
    last = max((int(year) for year in comparison.first.scores.alignment["year"]), default=None)
    if common is None:
        told.append("how any of the states is aligned, since in no year is a share of its ties observed")
    elif last is not None and common.year < last:
        told.append(
            f"how the states stand to each other after {common.year}, the last year in which most is observed of most of them: later scores rest on fewer inputs"
        )
    lacking = [case.names.state for case in comparison.cases if not case.coded]
    if lacking:
        told.append(f"what documents say of {listed(lacking)}, for which none were coded")
    return f"Not known: {'; '.join(told)}." if told else ""


def _compared(comparison: Comparison) -> str:
    first = comparison.first
    names = listed([case.names.state for case in comparison.cases])
    posts = (
        f"goalposts frozen in release {first.scores.release}"
        if first.scores.release
        else "one set of goalposts, taken over all of them and the powers"
    )
    return (
        f"Compared are {names} between {first.names.a} and {first.names.b}, {first.study.declared.period}, under the theory "
        f"'{first.study.theory.title}', by {posts}."
    )


def _scores(comparison: Comparison, common: CommonYear | None) -> str:
    """The states in the order of a score over all dimensions in the common year; where it leaves two in doubt, that it does."""
    if common is None:
        return ""
    found = [
        (row["median"], f"{score_in_words(row)} for {case.names.state}")
        for case in comparison.cases
        for row in rows_of(case, common.construct, common.dimension)
        if row["year"] == common.year
    ]
    if not found:
        return ""
    told = listed([said for _, said in sorted(found, key=lambda each: -each[0])])
    open_ = [
        case.names.state
        for case in comparison.cases
        if (rank := common.ranks.get(case.study.state)) is not None
        and rank.low90 is not None
        and rank.low90 != rank.high90
    ]
    doubt = f"; the ranks of {listed(open_)} are not settled by the errors of sources" if open_ else ""
    names = comparison.first.names
    if common.construct == "alignment_share":
        return (
            f"In {common.year}, on a scale from 0, wholly with {names.b}, to 1, wholly with {names.a}, the ties over all dimensions "
            f"stood at {told}{doubt}."
        )
    return f"Engagement with both powers, from 0 to 1, stood in {common.year} at {told}{doubt}."


def _types(comparison: Comparison, common: CommonYear | None) -> str:
    first = comparison.first
    typology, told = first.study.theory.typology, types_of_panel(first)
    if typology is None or common is None:
        return ""
    names = [name for name, _ in types_in_words(typology, first.names)]
    of_type: dict[str, list[str]] = defaultdict(list)
    for case in comparison.cases:
        if (found := told.get(case.study.state, {}).get(common.year)) is None:
            continue
        parts = found[0]
        likeliest = max(range(len(parts)), key=parts.__getitem__)
        name = names[likeliest] if parts[likeliest] >= AS_PROBABLE else "of no type that is likelier than not"
        of_type[name].append(f"{case.names.state} ({parts[likeliest]:.2f})")
    if not of_type:
        return ""
    said = [f"{name}: {listed(states)}" for name, states in of_type.items()]
    return f"By type, with its probability, the states were in {common.year} {'; '.join(said)}."


def _movement(comparison: Comparison) -> str:
    """The word of the whole tie with each power, and the states of which it is told."""
    first = comparison.first
    told = []
    for side in first.names.sides:
        of_word: dict[str, list[str]] = defaultdict(list)
        for case in comparison.cases:
            whole = case.scores.whole_ties[side].result
            word = whole.word if whole.change is not None else "too short to judge"
            of_word[word].append(case.names.state)
        words = [f"{word} for {listed(states)}" for word, states in of_word.items()]
        told.append(f"the tie with {first.names.of(side)} as a whole is {listed(words)}")
    start, end = first.study.window
    return f"Over what is observed between {start} and {end}, by one fixed rule, {'; '.join(told)}."


def _breaks(of_states: Sequence[Moved]) -> str:
    ties = {tie for each in of_states for tie in each.breaks}
    shared = [tie for tie in ties if sum(tie in each.breaks for each in of_states) > 1]
    together = {each.tie for each in coincidences(of_states)}
    if not ties:
        return "In no tie of any state is a break likelier than none."
    return (
        f"Of {several(len(ties), 'tie')} that broke in any state {len(shared)} broke in more than one, {len(together)} of these in years that "
        "the data cannot tell apart; nothing here says that one cause stands behind them."
    )


def limits(comparison: Comparison) -> Iterator[str]:
    """What this comparison cannot tell, sentence by sentence."""
    yield from _of_series(comparison.cases)
    yield from _of_inputs(comparison)
    yield from _without_a_tie(comparison.cases)
    lacking = [case.names.state for case in comparison.cases if case.study.state not in comparison.heard]
    if lacking:
        yield f"Of {listed(lacking)} there is no study: only numbers are compared, and no document was coded for them."
    yield (
        "What is not observed of a state stays not observed: nothing is carried forward or taken from another state"
        + (
            "."
            if comparison.first.study.declared.settings.imputation == "none"
            else ", but for missing cells of ties that were drawn, which are told wherever they enter."
        )
    )
    yield (
        "Scores are relative to the states compared: with other states goalposts move, and with them every tie. A state's own report, whose panel is another, may give other numbers."
        if comparison.first.scores.release is None
        else "Goalposts were frozen beforehand, so that no state moves the scores of another."
    )
    yield (
        "A rank says which of these states has the greater score in one year, not that it is better, and its interval holds the errors that sources publish, not the choice "
        "of indicators and goalposts."
    )
    yield "Numbers of passages depend on how many documents each study holds, so that they are not to be compared between states as numbers."
    yield "Breaks in the same years are no sign of one cause; a change in a source shows in all states at once."


def _of_series(cases: Iterable[Findings]) -> Iterator[str]:
    for case in cases:
        ties = case.scores.ties.filter(state=case.study.state)
        if ties.is_empty():
            yield f"No tie of {case.names.state} is observed."
            continue
        ends = {
            (title, side): end
            for title, side, end in ties.sort("end").select("title", "side", "end").iter_rows()
        }
        short = sorted(end for end in ends.values() if end < case.study.end)
        if short:
            yield (
                f"Of {case.names.state} {len(short)} of {several(len(ends), 'series of ties', 'series of ties')} end before {case.study.end}, "
                f"the earliest in {short[0]}."
            )  # fmt: skip


def _without_a_tie(cases: Iterable[Findings]) -> Iterator[str]:
    for case in cases:
        for dimension in case.study.theory.dimensions:
            if years := years_without_a_tie(case, "alignment_share", dimension):
                yield (
                    f"In the {words_of(dimension).lower()} dimension {case.names.state} is observed to have no tie of which a share could be told "
                    f"in {years_in_words(years)}: the dimension counts as observed, lowers engagement, and has no share."
                )


def _of_inputs(comparison: Comparison) -> Iterator[str]:
    """In how many rows of the table of scores the states do not rest on the same inputs in the common year."""
    unlike, of = 0, 0
    for common in comparison.common:
        rested = {
            (row["series"], row["observed"])
            for case in comparison.cases
            for row in rows_of(case, common.construct, common.dimension)
            if row["year"] == common.year
        }
        of += len(common.ranks) > 1
        unlike += len(common.ranks) > 1 and len(rested) > 1
    if unlike:
        yield f"In {unlike} of {several(of, 'quantity', 'quantities')} the states do not rest on the same inputs in the year in which they are ranked."
