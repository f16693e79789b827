"""The methods of a study in running text, written from the settings that were used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from counterpoise.coding.suggester import is_machine
from counterpoise.evidence import COUNTED, STANDING_OF_KIND, Standing
from counterpoise.findings.conclusions import Findings
from counterpoise.measurement.movement import CHANGE, FEWEST_POINTS, RESIDUAL_SD
from counterpoise.report.outline import Paragraph
from counterpoise.standing import kind_weights, weights_in_words
from counterpoise.states import state
from counterpoise.wording import listed, several

HEARD = {
    "case": "What the powers say is coded only where it bears on the case.",
    "powers": "What the powers say is coded whether it names the state or not.",
}


def methods_prose(findings: Findings) -> tuple[Paragraph, ...]:
    """Design, documents, data, coding, themes and measurement, a paragraph each; nothing is said that was not done."""
    told = (" ".join(part(findings)) for part in (_design, _documents, _data, _coding, _themes, _measurement))
    return tuple(Paragraph(text) for text in told if text)


def _design(findings: Findings) -> Iterator[str]:
    study, names = findings.study, findings.names
    panel = listed([state(each).in_a_sentence for each in study.panel])
    yield (
        f"This is a study of {names.state} between {names.a} and {names.b}, {study.declared.period}, that sets documents and "
        f"numbers side by side under the theory '{study.theory.title}'."
    )
    yield f"Its numbers are set against a panel of {several(len(study.panel), 'state')}: {panel}."
    yield (
        f"The theory declares {several(len(study.theory.definitions), 'code')}, {several(len(study.theory.themes), 'theme')} "
        f"and {several(len(study.theory.hypotheses), 'hypothesis', 'hypotheses')}."
    )


def _documents(findings: Findings) -> Iterator[str]:
    evidence = findings.evidence
    if not evidence.documents:
        yield "No document was read."
        return
    kinds = Counter(each.kind for each in evidence.documents.values())
    told = listed([f"{number} of the kind {kind}" for kind, number in kinds.most_common()])
    coded = [each for name, each in evidence.documents.items() if name not in evidence.not_coded]
    standing = Counter(STANDING_OF_KIND[each.kind] for each in coded)
    counted = listed([_of_kind(standing[kind], kind) for kind in COUNTED if standing[kind]] or ["none"])
    yield (
        f"{several(len(evidence.documents), 'document')} were read: {told}."
        if len(evidence.documents) > 1
        else f"1 document was read: {told}."
    )
    yield f"Of these {len(coded)} were coded ({counted}); kinds of source are counted apart and never added up."
    rule = (
        "all of several that say nearly the same count"
        if findings.study.declared.settings.near_duplicates == "keep"
        else "of several that say nearly the same the first counts"
    )
    yield (
        f"{several(len(evidence.outside), 'document')} dated outside the period {'is' if len(evidence.outside) == 1 else 'are'} "
        f"not coded; {rule}."
    )
    yield f"Weights of kinds: {weights_in_words(kind_weights(findings.study.declared.settings.weights, 'weights'))}."


def _of_kind(number: int, kind: Standing) -> str:
    return several(number, kind) if kind == "data note" else f"{number} {kind}"


def _data(findings: Findings) -> Iterator[str]:
    values, settings = findings.evidence.values, findings.study.declared.settings
    if values.is_empty():
        yield "No public data were read."
        return
    sources = values["source"].unique().sort().to_list()
    yield (
        f"{values.height:,} observations of {several(values['indicator'].n_unique(), 'indicator')} come from "
        f"{several(len(sources), 'source')}, listed under Data with their releases."
    )
    by_points = values["indicator"].str.starts_with("ideal_point")
    if (by_points | values["indicator"].str.starts_with("vote_agreement")).any():
        yield f"Roll calls of the General Assembly: {settings.roll_calls}."
    points = settings.ideal_points
    if by_points.any():
        yield (
            "Ideal points are as published."
            if points.method == "published"
            else f"Ideal points are the study's own, estimated by the method '{points.method}' with the prior '{points.prior}'."
        )
    yield f"Years that a source has not completed are {'kept' if settings.include_partial else 'dropped'}."
    yield (
        "Nothing is imputed."
        if settings.imputation == "none"
        else f"Missing years of ties are drawn by a {settings.imputation.replace('-', ' ')} model."
    )


def _coding(findings: Findings) -> Iterator[str]:
    evidence, coding = findings.evidence, findings.study.declared.coding
    coders = sorted({each.coder for each in evidence.codings})
    machines = [each for each in coders if is_machine(each)]
    yield f"The declared variant of thematic analysis is {coding.variant}."
    if machines:
        yield (
            f"Machines suggested codings: {listed(machines)}; those of the lexicon count, and others that a person accepted."
        )
    if evidence.reviewed:
        people = listed(
            [f"{name} {several(number, 'passage')}" for name, number in evidence.reviewed.items()]
        )
        yield f"People went through {people}; what they decided stands in place of the suggestions."
    else:
        yield "No person has gone through a passage, so every coding is a suggestion."
    yield HEARD[coding.hearing]
    yield f"The codebook is version {evidence.theme_work.codebook}."


def _themes(findings: Findings) -> Iterator[str]:
    entries = [each for each in findings.evidence.theme_work.entries if each.status != "given up"]
    settled = sum(each.status == "settled" for each in entries)
    if not entries:
        return
    yield (
        f"The codes are gathered in {several(len(entries), 'theme')}, {sum(each.declared for each in entries)} of them from the theory; "
        f"{settled} {'was' if settled == 1 else 'were'} reviewed at both levels and settled by people (Braun and Clarke 2006)."
    )
    yield (
        "Passages that show a theme are those nearest to the middle of all its passages by tf-idf (Radev et al. 2004) that do not repeat "
        "each other (Carbonell and Goldstein 1998), of as many documents as can be."
    )


def _measurement(findings: Findings) -> Iterator[str]:
    study, settings = findings.study, findings.study.declared.settings
    if findings.scores.ties.is_empty():
        return
    goalposts = (
        f"frozen in release {findings.scores.release}" if findings.scores.release else "taken from the panel"
    )
    yield f"Each tie with a power is set between 0 and a goalpost, {goalposts}; shares of ties give alignment, their mean engagement."
    yield (
        f"Movement is judged over {study.window[0]}-{study.window[1]} from {FEWEST_POINTS} points on, by a Theil-Sen change of {CHANGE:.2f} and a "
        f"residual standard deviation of {RESIDUAL_SD:.2f}, fixed beforehand."
    )
    if settings.vintages:
        yield f"New vintages of sources begin in {listed([str(year) for year in settings.vintages])}."
    yield f"Draws start from the seed {settings.seed}."
