"""What a confidence is worth: the chance that title and days are right, from the linker's two scores.

The linker's own probability only says that a when is an event's date. A few numbers turn it, the title's score and
how often the event is told into a confidence: a logistic regression on predictions with weights that had not seen
the wire. `tools.fit --write` calls it; how well it does stands at the end of what `tools.cv` prints.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize

from eventx.link import GROUNDS, grounds
from eventx.pipeline import origins
from tools.cv import Example, folds
from tools.score import compare

NAMES = ("bias", *GROUNDS)


def confidence_weights(told: Sequence[Example]) -> dict[str, float]:
    """Weights of the confidence's logistic on `eventx.link.grounds`."""
    rows: list[tuple[bool, tuple[float, ...]]] = []
    for held_out, weights in folds(told):
        for example in held_out:
            found = origins(example.scene, weights=weights)
            events = [origin.event.as_json() for origin in found]
            outcome = compare(example.gold["events"], events)
            right = {id(pair.guess.raw): pair.exact for pair in outcome.pairs}
            right.update({id(guess.raw): False for guess in outcome.extra})
            scores = [grounds(origin.judgements) for origin in found]
            rows += [(right[id(e)], s) for e, s in zip(events, scores, strict=True) if id(e) in right]
    return dict(zip(NAMES, _logistic(rows), strict=True))


def _logistic(rows: Sequence[tuple[bool, tuple[float, ...]]]) -> list[float]:
    matrix = np.array([(1.0, *scores) for _, scores in rows])
    signs = np.array([1.0 if right else -1.0 for right, _ in rows])

    def loss(weights: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        pull = weights[1:]
        return float(np.logaddexp(0, -signs * (matrix @ weights)).sum() + 0.5 * (pull @ pull))

    return [round(float(w), 3) for w in minimize(loss, np.zeros(len(NAMES))).x]
