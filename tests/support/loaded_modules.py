"""Prints which modules `import MODULE` and asking it for NAMES loads: `loaded_modules.py MODULE NAMES...`."""

import importlib
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[2])
begun = set(sys.modules)
module = importlib.import_module(sys.argv[1])
for name in sys.argv[2:]:
    getattr(module, name)
print(*sorted(set(sys.modules) - begun), sep="\n")
