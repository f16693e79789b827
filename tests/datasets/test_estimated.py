from pathlib import Path

from counterpoise.datasets.estimated import Estimated
from counterpoise.datasets.figures import FIGURES
from counterpoise.datasets.unga_votes import UNGA_VOTES
from counterpoise.measurement.ideal_points.own import EstimatedIdealPoints
from counterpoise.studyfile import OwnIdealPoints


def test_what_a_study_estimates_is_told_from_a_source() -> None:
    own = EstimatedIdealPoints(OwnIdealPoints(method="gibbs"), "all", ("USA", "CUB"), 1)
    assert isinstance(own, Estimated)
    assert not isinstance(UNGA_VOTES, Estimated)
    assert not isinstance(FIGURES, Estimated)
    assert own.instead_of == {"ideal_point:all", "ideal_point_distance:all", "ideal_point_distance_ab:all"}
    assert Path(own.code[0]).name == "ideal_points"
