"""Runs a notebook from its own folder and fails where a cell raises, warns or writes to standard error.

`run_notebook.py NOTEBOOK KAGGLE ANSWERS`: the folder KAGGLE takes the place of /kaggle, if it is another; the
table ANSWERS judges the submissions that are written beside NOTEBOOK.
"""

import sys
import tempfile
from pathlib import Path

import nbformat
import pandas as pd
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from traitlets.config import Config


def run(path: Path, kaggle: Path) -> list[str]:
    """Run the notebook at `path`, print what it prints, and return its faults."""
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in code:
        cell.outputs = []
        if kaggle != Path("/kaggle"):
            assert cell.source.count("/kaggle") == cell.source.count('Path("/kaggle")')
            cell.source = cell.source.replace('Path("/kaggle")', f"Path({str(kaggle)!r})")
    # Sockets in the file system, because without a network not even 127.0.0.1 is reached.
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        sockets = Config(KernelManager={"transport": "ipc", "ip": f"{folder}/socket"})
        there = {"metadata": {"path": str(path.parent)}}
        client = NotebookClient(
            notebook,
            config=sockets,
            kernel_name="python3",
            timeout=None,
            startup_timeout=300,
            resources=there,
        )
        try:
            client.execute()
        except CellExecutionError as error:
            faults.append(str(error))
    outputs = [(cell, output) for cell in code for output in cell.outputs]
    print(*[output.text for _, output in outputs if output.get("name") == "stdout"], sep="")
    told = [(cell.get("id"), output.text) for cell, output in outputs if output.get("name") == "stderr"]
    return faults + [f"Cell {name} wrote to standard error:\n{text}" for name, text in told]


def score(folder: Path, answers: Path) -> None:
    """Print how many answers of each submission in `folder` are right."""
    right = pd.read_csv(answers)
    for path in sorted(folder.glob("submission*.csv")):
        table = pd.read_csv(path)
        assert table["ImageId"].equals(right["ImageId"]), f"{path.name} answers other images than were asked"
        print(f"{path.name}: {(table['Label'] == right['Label']).mean():.2%} of {len(right):,} right")


notebook, kaggle, answers = map(Path, sys.argv[1:])
faults = run(notebook, kaggle)
score(notebook.parent, answers)
print(*faults, f"{len(faults)} faults", sep="\n")
sys.exit(1 if faults else 0)
