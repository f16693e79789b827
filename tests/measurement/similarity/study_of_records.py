"""A study with made-up roll calls, alliances and capabilities in the layouts of their sources."""

from pathlib import Path

STUDY = """\
study: Between two powers
state: PAK
powers: {{a: USA, b: CHN}}
period: 1990-2025
theory: neoclassical-realism
panel: [PAK, IND]
{data}settings: {{roll_calls: final-passage, seed: 3}}
"""
VOTES = {
    # Of the seven roll calls of session 60 the last is on an amendment.
    "Pakistan": "yyynayy",
    "India": "yynnaay",
    "United States": "nynynnn",
    "China": "yyyyayy",
}
WORDS = {"y": "yes", "n": "no", "a": "abstain"}


def study_with(folder: Path, *, votes: bool = False, alliances: bool = False) -> Path:
    """Write the study with the files asked for; gives its folder."""
    data = folder / "data"
    data.mkdir()
    if votes:
        cast = [
            f"{rcid},{country},{WORDS[vote]}"
            for country, each in VOTES.items()
            for rcid, vote in enumerate(each)
        ]
        (data / "un_votes.csv").write_text("\n".join(["rcid,country,vote", *cast]) + "\n")
        calls = [f"{rcid},60,0,2005-12-0{rcid + 1},{int(rcid == 6)},0" for rcid in range(7)]
        (data / "un_roll_calls.csv").write_text(
            "\n".join(["rcid,session,importantvote,date,amend,para", *calls]) + "\n"
        )
    if alliances:
        (data / "atop.csv").write_text(
            "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul\n"
            "770,2,2005,0,0,0,0,1\n2,770,2005,0,0,0,0,1\n"
        )
        (data / "nmc.csv").write_text(
            "ccode,year,cinc,milex,milper,tpop\n750,2005,0.05,1,1,1\n2,2005,0.2,1,1,1\n"
        )
    declared = "data:\n  - {path: data/*.csv}\n" if votes or alliances else ""
    (folder / "study.yaml").write_text(STUDY.format(data=declared))
    return folder
