"""Counts checks. The last line that is printed is `N passed, N failed`; the status is 0 when some passed and none failed."""

import contextlib
import sys
import traceback

passed = failed = 0


def check(sentence, holds, found=None):
    """Counts whether a sentence holds, and shows what was found where it does not."""
    global passed
    if holds:
        passed += 1
    else:
        _fail(sentence, f"found {found!r}")


@contextlib.contextmanager
def part(name):
    """A part of a drive. When it raises, it has failed, and the parts after it still run."""
    try:
        yield
    except Exception:
        _fail(name, traceback.format_exc(limit=-3))


def end():
    """Prints the count and ends."""
    print(f"{passed} passed, {failed} failed")
    sys.exit(0 if passed and not failed else 1)


def _fail(sentence, found):
    global failed
    failed += 1
    print(f"FAILED {sentence}: {found[:800]}")
