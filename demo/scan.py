"""Random JPEG images: a scanned form with handwriting, and a photo of the scene."""

from io import BytesIO
from math import cos, sin, tau

from PIL import Image, ImageDraw

from demo.seeded_random import SeededRandom

PIXELS_PER_MM = 75 / 25.4
FIRST_LINE, LINE_SPACING, LINES = 93, 25, 8
"""Position of the first line of the form and spacing in millimetres, and number of lines."""
PHOTO = (1024, 768)
PEN = (38, 58, 128)
STROKES = 8


def scan(form: bytes, rng: SeededRandom) -> bytes:
    """Return a scan of a form (PNG of 75 pixels an inch) with handwriting, slightly rotated."""
    page = Image.open(BytesIO(form)).convert("RGB")
    draw = ImageDraw.Draw(page)
    for line in range(LINES):
        y = (FIRST_LINE + line * LINE_SPACING) * PIXELS_PER_MM
        _write(draw, (26 * PIXELS_PER_MM, y - 4), rng.randint(2, 5), rng)
    page = page.rotate(rng.uniform(-1.2, 1.2), Image.Resampling.BILINEAR, fillcolor=(206, 204, 199))
    return _jpeg(page, 0.08, rng)


def draw_photo(rng: SeededRandom) -> bytes:
    """Return a photo of a corridor with a staircase and a yellow wet-floor sign."""
    photo = Image.new("RGB", PHOTO, (198, 193, 182))
    draw = ImageDraw.Draw(photo)
    warm, foot = rng.randint(-14, 14), rng.randint(270, 330)
    draw.polygon([(0, 520), (1024, 470), (1024, 768), (0, 768)], (134 + warm, 128, 118))
    draw.rectangle((70, 120, 250, 525), (112, 92 + warm, 74), (80, 66, 52), 4)
    draw.ellipse((222, 320, 240, 338), (210, 190, 120))
    for step in range(7):
        left, top = 430 + step * 62, 560 - step * 58
        draw.rectangle(
            (left, top, 1024, top + 58), (158 - 6 * step, 150 - 6 * step, 140 - 5 * step)
        )
        draw.line((left, top, 1024, top), (226, 220, 206), 5)
    draw.ellipse((foot - 80, 640, foot + 190, 690), (158, 160, 162))
    draw.polygon(
        [(foot, 660), (foot + 46, 480), (foot + 92, 660)], (238, 190, 40), (120, 96, 20), 3
    )
    draw.line((foot + 46, 550, foot + 46, 610), (60, 46, 10), 9)
    draw.ellipse((foot + 41, 624, foot + 51, 634), (60, 46, 10))
    turned = (
        photo.reduce(2)
        .rotate(rng.uniform(-2.5, 2.5), Image.Resampling.BILINEAR)
        .crop((24, 18, 488, 366))
    )
    return _jpeg(turned.resize(PHOTO), 0.14, rng)


def _write(
    draw: ImageDraw.ImageDraw, start: tuple[float, float], words: int, rng: SeededRandom
) -> None:
    """Draw illegible words: each letter is a loop of the pen."""
    x, y = start
    for _ in range(words):
        points: list[tuple[float, float]] = []
        for _ in range(rng.randint(3, 8)):
            wide, tall = rng.uniform(5, 9), rng.choice((5, 6, 7, 13))
            turns = [tau * stroke / STROKES for stroke in range(STROKES)]
            points += [
                (x + wide * (turn / tau + 0.35 * sin(turn)), y - tall * (1 - cos(turn)) / 2)
                for turn in turns
            ]
            x += wide
        draw.line(points, PEN, 2, "curve")
        x += 14


def _jpeg(picture: Image.Image, grain: float, rng: SeededRandom) -> bytes:
    """Return the picture as a JPEG with some noise and without EXIF data."""
    small = (picture.width // 2, picture.height // 2)
    noise = Image.frombytes("L", small, rng.randbytes(small[0] * small[1])).resize(picture.size)
    output = BytesIO()
    Image.blend(picture, noise.convert("RGB"), grain).save(output, "JPEG", quality=68)
    return output.getvalue()
