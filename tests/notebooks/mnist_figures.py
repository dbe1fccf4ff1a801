"""The figures in the prose of `MNIST.ipynb` that no output shows as they are, each with its source."""

import re

from tests.support.prose_figures import Cited, Code, Derived, Notebook, Output, Source, Told


def without_and_share_of_errors_gone(notebook: Notebook) -> tuple[float, float, float]:
    without, with_it = map(float, re.findall(r"mean ([\d.]+)%", notebook.output("without")))
    return without, round(10 * (with_it - without) / (100 - without)), 10


def convolutions(_: Notebook) -> float:
    """Weights of the four convolutions, to the nearest thousand."""
    layers = ((5, 1, 32), (5, 32, 32), (3, 32, 64), (3, 64, 64))
    weights = sum((kernel**2 * before + 1) * after for kernel, before, after in layers)
    return 1_000.0 * round(weights / 1_000)


def tenths_of_dense(_: Notebook) -> float:
    return round(10 * (7 * 7 * 64 + 1) * 256 / 887_530)


def errors_by_chance(notebook: Notebook) -> tuple[float, float]:
    chance = re.findall(r"moves one by ([\d.]+)%", notebook.output("judge"))[0]
    return round(float(chance) * 100), 10_000


def chance(notebook: Notebook) -> tuple[float, float]:
    return 10_000, errors_by_chance(notebook)[0] / 100


def misread_pens(notebook: Notebook) -> float:
    share = re.findall(r"([\d.]+)% read correctly by the first", notebook.output("pens"))[0]
    return round(100 - float(share), 2)


def misread_tests(notebook: Notebook) -> float:
    return round(100 - float(re.findall(r"by seed: ([\d.]+)%", notebook.output("judge"))[0]), 2)


def worst_writer(notebook: Notebook) -> float:
    return 100 - float(re.findall(r"by writer: from ([\d.]+)%", notebook.output("pens"))[0])


LOG = "deeplearning/LOG.md"
PUBLICATION = "the year of the publication"
MNIST_DATA = "LeCun, Cortes and Burges, The MNIST database of handwritten digits"
KAGGLE_DATA = "Kaggle, Digit Recognizer, the competition's data page"
ARCHITECTURE = Code("network", 'layers.Dense(10, activation="softmax"')
SIZE = Code("network", "layers.Input((28, 28, 1)")
SEEDS = Code("parameters", "2 if FAST else 3)")

MNIST: dict[str, Source] = {
    # The data.
    "as 784 numbers": Derived(lambda _: (28 * 28,)),
    "70,000 digits": Cited(MNIST_DATA),
    "same 70,000 images": Output("overview", "of 70,000 images"),
    "about 1990": Cited(MNIST_DATA),
    "28 x 28 pixels": Output("overview", "shape (60000, 28, 28)"),
    "28 x 28 field": Output("overview", "shape (60000, 28, 28)"),
    "in two forms": Cited("the official split and Kaggle's"),
    "60,000 images to learn from and 10,000": Output(
        "checks", "60,000 labelled images 10,000 more to test on"
    ),
    "the 10,000 test images": Output("checks", "10,000 more to test on"),
    "42,000 with labels": Cited(KAGGLE_DATA),
    "28,000 without": Cited(KAGGLE_DATA),
    "all 42,000 labelled images": Cited(KAGGLE_DATA),
    "2,100 validation images": Derived(lambda _: (42_000 / 20,)),
    "box of 20 x 20 pixels": Output("makers", "median 20 pixels, 20 at most"),
    "larger than 20 pixels": Output("makers", "median 20 pixels, 20 at most"),
    "into 20 pixels": Output("makers", "median 20 pixels, 20 at most"),
    "row and column 14": Output("makers", "row 13.99, column 14.00"),
    # The result and what was known before.
    "mean of three": SEEDS,
    "on two cores": Output("hardware", "2 CPU cores"),
    "fifteen voters": Code("voters", "15 if GPUS"),
    "under two minutes": Cited("a wish, held to by the tests' limit of time"),
    "99.5 to 99.6%": Told(LOG, "99.54 to 99.56% | 0.04 | | their vote | 103 | 99.63%"),
    "four recipes of three networks": Told(
        LOG, "read 99.73, 99.62 and 99.59% of the test images, mean 99.647%"
    ),
    "99.65 to 99.70%": Told(LOG, "mean 99.647% instead of 99.697%"),
    "25 Million Images": Cited("the title of Chris Deotte's notebook"),
    "claim was 99.553%": Cited("the original project's README"),
    "99.745%": Cited("Chris Deotte, 25 Million Images: the mean of 100 votes of 15 networks"),
    "fifteen networks": Cited("Chris Deotte, 25 Million Images"),
    "left half of a window": Cited("the picture above it"),
    "its right half": Cited("the picture above it"),
    "vote of five different": Output("vote", "5 different, voting"),
    "The five misread 30 images, three alike 32": Output(
        "vote", "3 alike, voting 99.68% 0.06% 32 5 different, voting 99.70% 0.05% 30"
    ),
    "first alone 37": Output("vote", "the first network 99.63% 0.06% 37"),
    "five or six images": Output("vote", "0.06%"),
    "votes of nine and of fifteen": Told(LOG, "votes of 5, 6 and 9"),
    "between 60 and 95%": Code("reliability", '"60-80", "80-90", "90-95"'),
    "is the fifth; on Kaggle they are fifteen": Code(
        "voters", "(15 if GPUS else 0) if to_submit is not None else 4"
    ),
    "a loss of 0.0960 instead of 0.1145": Output("pens", "loss 0.1145, at temperature 0.0960"),
    "All twenty": Output("render", "20 of 20 read correctly"),
    "the 1 with a flag": Cited("Figure 13"),
    "eight times as many digits": Derived(lambda n: (round(misread_pens(n) / misread_tests(n)),)),
    "2.82 instead of 0.37%": Derived(lambda n: (misread_pens(n), misread_tests(n))),
    "one digit in seven": Derived(lambda n: (round(100 / worst_writer(n)),)),
    # Chapters 2 to 4.
    "0 to 255 become 0 to 1": Output("overview", "values 0 to 255"),
    "(1 for grey, 3 for colour)": Cited("how images are stored"),
    "28 x 28 x 1": SIZE,
    "digit 3": Cited("an example"),
    "ten probabilities": ARCHITECTURE,
    "ten scores": ARCHITECTURE,
    "(figure 3)": Cited("a figure of this notebook"),
    "most 10,000 images": Code("baselines", "train_images[:10_000]"),
    "nine images of ten": Output("baselines", "90.8%"),
    "about the tenth": Output("baselines", "90.8%"),
    "5 x 5": Code("network", "kernels=(5, 5, 3, 3)"),
    "3 x 3": Code("network", "kernels=(5, 5, 3, 3)"),
    "32 filters give 32": Code("network", "layers.Conv2D(32, kernels[0]"),
    "2 x 2 pixels": Code("network", "layers.MaxPooling2D(2"),
    "network of five layers": Cited("the original project, after Yassine Ghouzam"),
    "six: four convolutions and two dense layers": Code(
        "network", 'layers.Conv2D(64, kernels[3], **conv, name="conv4")'
    ),
    "3,136": Derived(lambda _: (7 * 7 * 64,)),
    "four convolutions": Code("network", "kernels[3]"),
    "82,000": Derived(lambda n: (convolutions(n),)),
    "0 for a certain right answer": Cited("minus the logarithm of 1"),
    "all four over": Code("optimisers", '"Adam, rate 0.001"'),
    "three different initial": Code("optimisers", "for seed in range(3)"),
    "other two": Output("optimisers", "SGD, rate 0.1"),
    "A 7": Cited("an example"),
    "a 7": Cited("an example"),
    "mirrored 2": Cited("an example"),
    "10 degrees": Code("augment", "np.pi / 18"),
    "zoom up to 10%": Code("augment", "1 + 0.1 * chance[1]"),
    "shifts up to 10%": Code("augment", "2.8 * chance[3]"),
    "All four together": Code("augment", "tf.random.stateless_uniform([5, n]"),
    "eight numbers": Code("augment", "tf.stack([a, b, right, c, d, down, none, none]"),
    # Chapters 5 and 6.
    "first fifth": Code("progress", "steps // 5"),
    "about a tenth of the training": Code("parameters", "AVERAGED = 1 / 10"),
    "batch of 128": Code("parameters", "else 128"),
    "5,000 training images": Code("without", "train_images[:5_000]"),
    "its 5,000 images": Code("without", "train_images[:5_000]"),
    "three times each": Code("without", "1 if FAST else 3"),
    "all three networks": Code("without", "1 if FAST else 3"),
    "98.34%, so three errors of ten": Derived(without_and_share_of_errors_gone),
    "98.83 instead": Output("without", "mean 98.83%"),
    "three show": SEEDS,
    "The three differ": SEEDS,
    "about six errors in 10,000": Derived(errors_by_chance),
    "99% sure": Cited("an example"),
    "a hundred times": Cited("an example"),
    # Chapters 7 to 10.
    "the tenth (on Kaggle fifth)": Code("voters", "PARTS = 10 if to_submit is None else 5"),
    "three networks each": Code("voters", "15 if GPUS"),
    "sum of 1": Cited("what probabilities add up to"),
    "two files": Code("submission", '"submission_single.csv"'),
    "tenth of a second": Told("deeplearning/README.md", "LiteRT 0.1 s"),
    "256 numbers": Code("network", "layers.Dense(256"),
    "twenty digits": Output("render", "of 20 read correctly"),
    "two of each": Code("render", "np.repeat(range(10), 2)"),
    "26 x 26": Cited("the letters from a to z"),
    "Two letters": Code("render", "reshape(-1, 2)"),
    "Alimoglu, 1998": Told("README.md", "E. Alpaydin, F. Alimoglu, 1998"),
    # The summary.
    "10,000 images 0.06 points": Derived(chance),
    "Exercises. (1)": Cited("the number of an exercise"),
    "misread. (2)": Cited("the number of an exercise"),
    "images? (3)": Cited("the number of an exercise"),
    "ten a friend": Cited("a proposal"),
    "recognition* (1998)": Cited(PUBLICATION),
    "networks* (2003)": Cited(PUBLICATION),
    "*Dropout* (2014)": Cited(PUBLICATION),
    "*Adam* (2015)": Cited(PUBLICATION),
    "networks* (2017)": Cited(PUBLICATION),
    "for MNIST* (2020)": Cited(PUBLICATION),
    "two hundred people": Told("deeplearning/Pens.ipynb", "learns the digits of 187"),
}
