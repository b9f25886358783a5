"""What happened in a training, epoch by epoch, and its picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class History:
    """One entry an epoch; the lists of validation are empty where there was none, `accuracy` also where there are no labels.

    `loss` is the mean over the epoch's batches, each before its update, without the penalty. `seconds` are those
    of training alone, `best_epoch` is the one whose parameters the network has now.
    """

    loss: list[float] = field(default_factory=list)
    val_loss: list[float] = field(default_factory=list)
    val_accuracy: list[float] = field(default_factory=list)
    rate: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    best_epoch: int = -1

    def plot(self, axes: Any = None) -> Any:
        """Draw the losses over the epochs, and where the parameters are from, into `axes` or a new figure's; returns the axes.

        Raises ImportError where there is no Matplotlib.
        """
        if axes is None:
            try:
                from matplotlib import pyplot
            except ImportError:
                raise ImportError("the picture needs Matplotlib: install it with `pip install matplotlib`") from None
            axes = pyplot.figure(figsize=(6, 4)).add_subplot()
        axes.plot(self.loss, label="training")
        if self.val_loss:
            axes.plot(self.val_loss, linestyle="--", label="validation")
        if self.best_epoch < len(self.loss) - 1:
            axes.axvline(self.best_epoch, color="grey", linestyle=":", label=f"kept: epoch {self.best_epoch}")
        axes.set(xlabel="epoch", ylabel="loss")
        axes.legend()
        return axes
