"""The window: a person draws digits on the paper at the left, and the answer stands at the right.

Run `python app.py --help` for the options. All that happens is in `deeplearning/window/`: `main` opens the
window, `loop` runs it, and `application` holds what is drawn and what was read of it.
"""

from __future__ import annotations

import signal
import sys

from deeplearning.window.main import main

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(main())
