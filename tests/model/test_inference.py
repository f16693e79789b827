import numpy as np

from tests.model.worlds import fitted


def test_the_tree_has_the_groups_and_axes_that_arviz_reads() -> None:
    tree = fitted().inference_data()
    assert set(tree.children) == {"posterior", "prior", "observed_data", "constant_data"}
    posterior = tree["posterior"]
    assert posterior["mediated"].dims == ("chain", "draw", "power", "filter")
    assert float(posterior["mediated"].sel(power="b", filter="security")[1, 7]) == float(
        fitted().values["mediated"][1, 7, 1, 1]
    )
    assert posterior["year_effect"].sel(year=2003).shape == (2, 20, 2)
    assert tree["prior"]["direct"].sizes["draw"] == 2000
    assert bool(np.isnan(tree["observed_data"]["ties"].sel(state="A", year=2011)).all())
