"""What can go wrong, in words: one module for each topic of the room, below one base class."""

from rukun.training.errors.base import TrainingError

__all__ = ["TrainingError"]
