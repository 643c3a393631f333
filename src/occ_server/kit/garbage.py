"""How a serving process collects garbage: what it started with is never looked at again, and rarely the rest.

A page of a first fill makes tens of thousands of objects that live for milliseconds. With the interpreter's
thresholds each page is interrupted dozens of times to look at all of them, which takes half of its time.
"""

import gc

_YOUNG, _MIDDLE, _OLD = 50_000, 20, 50


def settle() -> None:
    """Take everything that is there now for permanent, and look after new objects less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
