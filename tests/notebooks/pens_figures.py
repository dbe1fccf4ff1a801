"""The figures in the prose of `Pens.ipynb` that no output shows as they are, each with its source."""

import re
from datetime import datetime

from tests.support.prose_figures import Cited, Code, Derived, Notebook, Output, Source, Told, flat


def minutes_in_all(notebook: Notebook) -> float:
    """Return how long the full run took, up to the check of what it had saved."""
    began = notebook.cell("parameters").metadata["execution"]["iopub.status.busy"]
    ended = notebook.cell("check").metadata["execution"]["shell.execute_reply"]
    return (datetime.fromisoformat(ended) - datetime.fromisoformat(began)).total_seconds() / 60


def minutes_of_training(notebook: Notebook) -> float:
    last_epochs = re.findall(r"epoch 6/6: .* (\d+) s", notebook.output("held-out", "ship"))
    return sum(map(int, last_epochs)) / 60


def people(notebook: Notebook) -> float:
    counts = re.findall(r"^(?:uci|unipen|uji) .* by (\d+) people", notebook.output("find"), re.MULTILINE)
    return sum(map(int, counts))


def points_of_mnist(notebook: Notebook) -> float:
    before, after = re.findall(r"(?:[\d.]+% ){3}([\d.]+)%", flat(notebook.output("held-out")))
    return float(before) - float(after)


def by_contributor(notebook: Notebook) -> dict[str, tuple[int, float, float]]:
    """Return each contributor's digits, and how many are named rightly before and after the training."""
    rows = re.findall(r"(\w+) (\d+) ([\d.]+)% ([\d.]+)% [\d.]+%", flat(notebook.output("by-contributor")))
    return {name: (int(n), int(n) * float(a) / 100, int(n) * float(b) / 100) for name, n, a, b in rows}


def lost_by_four(notebook: Notebook) -> tuple[float, float]:
    four = [by_contributor(notebook)[name] for name in ("apa", "apb", "ced", "tos")]
    return round(sum(before - after for _, before, after in four)), sum(n for n, _, _ in four)


def gained_by_gmd(notebook: Notebook) -> float:
    n, before, after = by_contributor(notebook)["gmd"]
    return 100 * (after - before) / n


def misread(notebook: Notebook) -> float:
    share, count = re.findall(r"([\d.]+)% of ([\d,]+) held-out", notebook.output("threshold"))[0]
    return int(count.replace(",", "")) * (1 - float(share) / 100)


ARCHITECTURE = "what the network is: ten outputs, one a digit"
PUBLICATION = "the year, volume or name of the publication"
LICENCE = Told("README.md", "CC BY 4.0")
MEMORY = "deeplearning/recognition/memory.py"
HELD_OUT = "deeplearning/ink/held_out.py"
LOG = "deeplearning/LOG.md"

PENS: dict[str, Source] = {
    # What stands in no output as it is written, but follows from them.
    "187 people": Derived(lambda n: (people(n),)),
    "took 41 minutes, 40 of them": Derived(lambda n: (minutes_in_all(n), minutes_of_training(n))),
    "0.03 points": Derived(lambda n: (points_of_mnist(n),)),
    "three images of 10,000": Derived(lambda n: (points_of_mnist(n) * 100, 10_000)),
    "nine digits of 1,169": Derived(lost_by_four),
    "all 57": Derived(lambda n: (misread(n),)),
    "nearly ten points": Derived(lambda n: (gained_by_gmd(n),)),
    # What stands in an output, but is too short to be looked for without what stands beside it.
    "UCI's 19 errors become 9": Output("memory-run", "of 2,498: 19 without memory, 9 with memory"),
    "UNIPEN's 43 become 35": Output("memory-run", "of 2,910: 43 without memory, 35 with memory"),
    "10 become 3 of 1,250": Output("memory-run", "of 1,250: 10 without memory, 3 with memory"),
    "25 become 19 of 1,474": Output("memory-run", "of 1,474: 25 without memory, 19 with memory"),
    "writer 28 (10 become 4)": Output("memory-table", "28 250 10 4"),
    "(7 become 2)": Output("memory-table", "gmd/3ee4cf 928 7 2"),
    "61 others": Output("memory-table", "61 others"),
    "keep their 16": Output("memory-table", "61 others 2982 16 16"),
    "to a millionth": Output("check", "to 5e-07"),
    # What the code decides.
    "two networks in": Code("save", 'save(shipped, "digits"'),
    "0.4% of the digits": Code("parameters", "LOST = 0.004"),
    "half of them rightly": Code("digits-of-numbers", "2 * agreed < len(label)"),
    "twelve real letters and twelve made": Code("material", "range(12)"),
    "two errors or more": Code("memory-table", ">= 2"),
    "two errors or more are shown": Code("memory-pairs", "misread >= 2"),
    "second half of each": Code("memory-run", "nth >= count // 2"),
    "UCI's second halves": Code("memory-run", "nth >= count // 2"),
    "two outputs": Code("save", 'get_layer("digit").output, network.get_layer("dense").output'),
    "three of UNIPEN's contributors": Told(HELD_OUT, 'WHOLE_CONTRIBUTORS = frozenset({"apa", "gmd", "tos"})'),
    "about every fifth writer": Told(HELD_OUT, "about every fifth writer of the others"),
    "the last nine and ten people": Told("README.md", "of UJI and UCI nine and ten people"),
    "ten scores": Cited(ARCHITECTURE),
    "ten probabilities": Cited(ARCHITECTURE),
    "10% for each of the ten": Told("deeplearning/README.md", "whose target is 10% for each answer"),
    "no eleventh output": Told("deeplearning/README.md", "needs no eleventh output"),
    "10% each": Told("deeplearning/README.md", "whose target is 10% for each answer"),
    "256 numbers": Told("deeplearning/README.md", "the network's 256 features"),
    "256 features": Told("deeplearning/README.md", "the network's 256 features"),
    "half the size": Told(MEMORY, "Averages of 2 x 2 pixels"),
    "0.55 on": Told(MEMORY, "LEAST_SIMILARITY = 0.55"),
    "by 10 where both": Told(MEMORY, "GAIN = 10.0"),
    "by 2 at most": Told(MEMORY, "ACCEPTED_GAIN = 2.0"),
    # What was measured elsewhere.
    "two cores of a server": Told("README.md", "on two cores of a server"),
    "92.12%": Told("README.md", "92.12%"),
    "34 to 10 of UCI's": Told("README.md", "34 and 10 of 1,250"),
    "four kinds": Told(LOG, "where 0.4% of all these digits fall below the threshold"),
    "63 of 10,000": Told(LOG, "| the best row above, for comparison | 4 | 63 | 12 |"),
    "instead of 55, of the pens 12, not 8": Told(LOG, "| with the mark | 4 | 55 | 8 |"),
    "64 of 10,000": Told(LOG, "| scans as in the lessons, three drawings of every pen digit | 64 | 18 |"),
    "instead of 54": Told(LOG, "moved by 0.25 pixels at most | 54 | 18 |"),
    "A tenth of the first network's weights": Told(LOG, "a tenth of the first network's weights kept"),
    "91.8% of the letters refused, not 94.0%": Told(
        LOG, "99.81 / 99.37 | 100 / 100 | 99.68 / 99.44 | 94.0% |"
    ),
    "Labels smoothed by 0.05: 92.2%": Told(LOG, "| labels smoothed by 0.05 | 99.44% | 99.44% | 92.2% |"),
    "instead of 93.8%": Told(LOG, "| as above | 99.44% | 99.50% | 93.8% |"),
    "99.44 to 99.56% of the pens, for 99.48%": Told(LOG, "gave 99.44 to 99.56% on pens, which is noise"),
    # What was seen in a picture of the outputs, which no test can read.
    "about fifteen": Cited("counted by eye in Figure 3"),
    "sets five others right": Cited("counted in Figure 5, in the row of writer 28"),
    "slashed ~ five more": Cited("counted in Figure 5, in the row of gmd/3ee4cf"),
    "in the third row": Cited("Figure 5"),
    "each of seven people": Cited("Figure 5"),
    # What others say, and words that count nothing measured.
    "four public collections": Cited("the table below it"),
    "Characters 2": Cited("the collection's name: Version 2"),
    "ten contributors": Cited("UNIPEN train_r01_v07, category 1a: aga apa apb app ced gmd ibm syn tos val"),
    "contributor's three letters": Cited("UNIPEN's own names"),
    "CC BY-SA 3.0": Told("README.md", "CC BY-SA 3.0"),
    "CC BY 4.0": LICENCE,
    "up to 100%": Cited("what probabilities are"),
    "cannot reach 0": Cited("what cross-entropy is"),
    "is 1 where both are the same": Cited("what a cosine is"),
    "for two digits": Cited("what the window may do"),
    "two customs": Cited("scans and drawings"),
    "Let ~ be 0.01": Cited("an exercise's choice"),
    "et al., 2019": Cited(PUBLICATION),
    "et al., 2020": Cited(PUBLICATION),
    "et al., 2022": Cited(PUBLICATION),
    "Gimpel, 2017": Cited(PUBLICATION),
    "86(11), 1998": Cited(PUBLICATION),
    "ICPR 1994": Cited(PUBLICATION),
    "31(5), 2009": Cited(PUBLICATION),
    "ICLR 2017": Cited(PUBLICATION),
    "ICLR 2019": Cited(PUBLICATION),
    "ICLR 2020": Cited(PUBLICATION),
    "NeurIPS 2020": Cited(PUBLICATION),
    "ICML 2022": Cited(PUBLICATION),
}
