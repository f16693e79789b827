from dataclasses import replace

from counterpoise.report.methods_prose import methods_prose


def prose(findings) -> str:
    return " ".join(paragraph.text for paragraph in methods_prose(findings))


def test_methods_are_written_from_the_settings_that_were_used(miniature):
    told = prose(miniature)
    assert told.startswith(
        "This is a study of Pakistan between the United States and China, 1990-2025, that sets documents and numbers side by side "
        "under the theory "
    )
    assert "3 documents were read: 2 of the kind speech and 1 of the kind paper under test." in told
    assert "Of these 3 were coded (2 first-hand)" in told
    assert "Ideal points are as published." in told
    assert "Nothing is imputed." in told
    assert "No person has gone through a passage, so every coding is a suggestion." in told
    assert "Draws start from the seed 7." in told


def test_another_setting_gives_another_sentence(miniature):
    declared = miniature.study.declared
    settings = declared.settings.model_copy(update={"imputation": "dynamic-factor", "vintages": (2013,)})
    study = replace(miniature.study, declared=declared.model_copy(update={"settings": settings}))
    evidence = replace(miniature.evidence, reviewed={"Amina": 2})
    told = prose(replace(miniature, study=study, evidence=evidence))
    assert "Missing years of ties are drawn by a dynamic factor model." in told
    assert "New vintages of sources begin in 2013." in told
    assert (
        "People went through Amina 2 passages; what they decided stands in place of the suggestions." in told
    )


def test_without_documents_and_data_that_is_what_is_said(miniature):
    evidence = replace(miniature.evidence, documents={}, values=miniature.evidence.values.clear())
    told = prose(replace(miniature, evidence=evidence))
    assert "No document was read." in told
    assert "No public data were read." in told
