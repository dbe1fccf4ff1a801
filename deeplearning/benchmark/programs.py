"""Programs that the benchmark runs in processes of their own: the window, and what is done the usual way.

They are text because only `app.py` may import pygame and nothing here may import Keras. Each is given the
paths of a .tflite file and of a file of drawings and then numbers, and tells on standard output what it
found (see `processes`).
"""

from __future__ import annotations

BEGIN = """
import os, sys, time
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
root, model, drawings, *numbers = sys.argv[1:]
sys.path.insert(0, root)

def moment(name):
    print("MOMENT", name, flush=True)

def tell(**figures):
    import json
    print("FIGURES", json.dumps(figures), flush=True)

def peak():
    # A process inherits its parent's in getrusage(), so Linux is asked for the memory itself.
    try:
        with open("/proc/self/status") as status:
            held = [line.split()[1] for line in status if line.startswith("VmHWM")]
        return int(held[0]) * 1024 / 1e6
    except (OSError, IndexError):
        pass
    try:
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    except ImportError:  # Windows
        return float("nan")

def digits():
    from deeplearning.ink.writers import is_digit
    from deeplearning.ink.drawings import load
    return [drawing for drawing in load(drawings) if is_digit(drawing)]

def images():
    from deeplearning.recognition.preprocessing import render
    return [render(drawing.strokes)[None, ..., None] for drawing in digits()]

def timed(answer, inputs, count):
    answer(inputs[0])
    times = []
    for number in range(count):
        began = time.perf_counter()
        answer(inputs[number % len(inputs)])
        times.append(1000 * (time.perf_counter() - began))
    return times
"""
"""What each begins with. Times are in milliseconds, memory in megabytes of 1,000,000 bytes."""

START = """
import app
show = app.App.show

def noted(window):
    show(window)
    if window.reading is None:
        moment("frame")
        return
    moment("reading")
    memory, inputs = peak(), [image[..., 0] for image in images()]
    tell(peak=memory, screen=app.pygame.display.get_driver(),
         images={"LiteRT": timed(window.recognizer.ask, inputs, int(numbers[0]))})
    app.pygame.event.post(app.pygame.event.Event(app.pygame.QUIT))

app.App.show = noted
sys.exit(app.main(["--model", model, "--open", drawings]))
"""
"""The window: its first frame, its first reading, its memory then, and LiteRT's times; numbers: how many."""

KERAS = """
import json
from pathlib import Path
card = json.loads(Path(model).with_suffix(".json").read_text())  # where it is missing, nothing is waited for
import keras, numpy as np, pygame
network = keras.models.model_from_json(json.dumps(card["architecture"]))
network.load_weights(Path(model).with_suffix(".weights.h5"))
pygame.display.init()
screen = pygame.display.set_mode((1280, 640))
screen.fill("white")
strokes = digits()[0].strokes
for stroke in strokes:
    pygame.draw.lines(screen, "black", False, [*stroke.points.tolist()] * 2, 15)
pygame.display.flip()
moment("frame")
from deeplearning.recognition.preprocessing import render
network.predict(render(strokes)[None, ..., None], verbose=0)
moment("reading")
memory, inputs = peak(), images()
ways = {"model(x)": lambda image: np.asarray(network(image)),
        "Model.predict": lambda image: network.predict(image, verbose=0)}
tell(peak=memory, images={name: timed(way, inputs, int(numbers[0])) for name, way in ways.items()})
"""
"""The usual way: the same as START, by Keras and `Model.predict`; numbers: how many images."""

UPDATES = """
from pathlib import Path
from deeplearning.benchmark.latency import updates
tell(updates={standing: updates(digits()[:int(numbers[0])], int(standing), Path(model))
              for standing in numbers[1:]})
"""
"""Readings while a digit is drawn; numbers: how many digits, and beside how many others, each."""

FRAMES = """
from pathlib import Path
import app
from deeplearning.benchmark.latency import page
pygame, (count, standing, *size) = app.pygame, map(int, numbers)
app._open_window()
pygame.display.set_mode(size, pygame.RESIZABLE)
window = app.App()
window.recognizer = app.startup.load_network(Path(model))
paper = window.layout.paper

def event(kind, point):
    x, y = (round(value * paper.w / app.PAPER) for value in point)
    settings = {"pos": (paper.x + x, paper.y + y), "button": 1, "buttons": (1, 0, 0), "touch": False}
    return pygame.event.Event(kind, settings)

def frame(kind, point):
    pygame.event.pump()
    happened, began = event(kind, point), time.perf_counter()
    window.handle_event(happened)
    window.show()
    return 1000 * (time.perf_counter() - began)

def drawn(chosen, number):
    before, strokes = page(chosen, number, standing)
    window.ink = app.Ink(before)
    window.show()
    times = []
    for stroke in strokes:
        first, *rest = stroke.points.tolist()
        frame(pygame.MOUSEBUTTONDOWN, first)
        times += [frame(pygame.MOUSEMOTION, point) for point in rest]
        frame(pygame.MOUSEBUTTONUP, [first, *rest][-1])
    return times

chosen = digits()
drawn(chosen, 0)
tell(frames=[took for number in range(min(count, len(chosen))) for took in drawn(chosen, number)])
pygame.quit()
"""
"""Frames of the window, one for every event, while a digit is drawn, as fast as they come; numbers: how many
digits, beside how many others, and the window's width and height."""

LOAD = """
import threading
import app
from deeplearning.benchmark.latency import HEIGHT, PLACES
from deeplearning.ink.placement import place
pygame, (idle, drawing, rate) = app.pygame, map(float, numbers)
chosen = digits()

def events():
    while True:
        for number, digit in enumerate(chosen):
            for stroke in place(digit, HEIGHT, PLACES[number % 6]).strokes:
                points = [(round(x), round(y)) for x, y in stroke.points]
                yield pygame.MOUSEBUTTONDOWN, {"pos": points[0], "button": 1, "touch": False}
                for point in points:
                    yield pygame.MOUSEMOTION, {"pos": point, "buttons": (1, 0, 0), "touch": False}
                yield pygame.MOUSEBUTTONUP, {"pos": points[-1], "button": 1, "touch": False}
            if number % 6 == 5:
                yield pygame.MOUSEBUTTONDOWN, {"pos": (9, 9), "button": 3, "touch": False}

def share(busy):
    wall, used, own = time.perf_counter(), time.process_time(), time.thread_time()
    busy()
    # What it costs to make the events is not the window's.
    used = time.process_time() - used - (time.thread_time() - own)
    return 100 * used / (time.perf_counter() - wall)

def draw():
    hand, due = events(), time.perf_counter()
    end = due + drawing
    while due < end:
        pygame.event.post(pygame.event.Event(*next(hand)))
        due += 1 / rate
        time.sleep(max(0.0, due - time.perf_counter()))

def hand():
    try:
        share(lambda: time.sleep(1.0))  # the window has begun to nap by then
        quiet = share(lambda: time.sleep(idle))
        share(draw)
        tell(idle=quiet, drawing=share(draw))
    finally:
        pygame.event.post(pygame.event.Event(pygame.QUIT))

show = app.App.show

def begin(window):
    show(window)
    if window.recognizer:
        app.App.show = show
        threading.Thread(target=hand).start()

app.App.show = begin
sys.exit(app.main(["--model", model]))
"""
"""The window's use of a core in percent, idle and while events come; numbers: seconds of both, events a
second."""
