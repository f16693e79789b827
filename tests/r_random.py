"""Random numbers as R draws them, so that examples that R prints can be held to."""

import numpy as np


def runif(seed: int, n: int) -> np.ndarray:
    """What `set.seed(seed); runif(n)` gives in R: Matsumoto and Nishimura's generator, seeded by R's own scrambling."""
    state = []
    for step in range(50 + 625):
        seed = (69069 * seed + 1) % 2**32
        if step >= 50:
            state.append(seed)
    twister = np.random.MT19937()
    twister.state = {
        "bit_generator": "MT19937",
        "state": {"key": np.array(state[1:], dtype=np.uint32), "pos": 624},
    }
    return twister.random_raw(n) * 2.3283064365386963e-10
