"""Says where the program keeps what it keeps for a user whom the system does not know; begun by root."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from deeplearning._state import state_folder

os.setuid(54_321)
print(state_folder())
