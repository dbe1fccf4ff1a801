"""The window: a person draws digits on the paper, and the answer stands beside it.

Run `python app.py --help` for the options. All that happens is in `deeplearning/window/`: `main` opens the
window, `loop` runs it, and `application` holds what is drawn and what was read of it.
"""

from __future__ import annotations

import signal
import sys

from deeplearning._errors import import_advice


def main() -> int:
    """Run the program; return its exit status, 2 where a package is missing that every window needs."""
    try:
        from deeplearning.window.main import main as run
    except ImportError as error:
        print(import_advice(error), file=sys.stderr)
        return 2
    return run()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(main())
