"""What the lectures share: pictures, identities that are executed, and pictures to play with. Colours are in `figures.picture`."""

from figures.control import choice, play, slider
from figures.curve import curves
from figures.graph import graph
from figures.identity import differs, same, slope
from figures.matrix import matrix
from figures.network import network
from figures.picture import canvas, show
from figures.plane import landscape, points, regions
from figures.product import product

__all__ = [
    "canvas",
    "choice",
    "curves",
    "differs",
    "graph",
    "landscape",
    "matrix",
    "network",
    "play",
    "points",
    "product",
    "regions",
    "same",
    "show",
    "slider",
    "slope",
]
