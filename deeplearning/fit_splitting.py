"""Shows what a cut should cost: `python -m deeplearning.fit_splitting PENS` prints a table.

For each of several costs of a cut (`splitting.SPLIT_COST`) it tells how many numbers with a joined pair are
read exactly, and how many letters, scribbles and single digits are cut although they should not be. Choose
one in the middle of those that cut next to nothing else and still read the pairs. Writers that are held out
are left out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from deeplearning._cli import (
    add_model_option,
    add_seed_option,
    add_without_writers_option,
    positive,
    run,
)
from deeplearning.ink.drawings import DrawingError
from deeplearning.ink.held_out import parted
from deeplearning.ink.writers import by_other_writers, group_by_writer, load_digits


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status, 2 where a file cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m deeplearning.fit_splitting", description=__doc__)
    parser.add_argument("pens", type=Path, help="a file of single digits, such as UCI's pendigits-orig.tra")
    add_model_option(parser)
    add_without_writers_option(parser)
    parser.add_argument(
        "--count", type=positive, default=500, help="drawings of every kind (default: %(default)s)"
    )
    add_seed_option(parser, default=0)
    return run(_show_costs, parser, argv)


def _show_costs(arguments: argparse.Namespace) -> None:
    from deeplearning.evaluation.splitting_costs import print_costs

    digits = load_digits(arguments.pens)
    if arguments.without_writers:
        digits = by_other_writers(digits, arguments.without_writers)
    digits = parted(digits)[0]
    if not digits:
        raise DrawingError(f"{arguments.pens} holds no single digits by writers that are not held out.")
    print_costs(group_by_writer(digits), arguments.model, arguments.count, arguments.seed)


if __name__ == "__main__":
    sys.exit(main())
