"""Random choices that remember what came up."""

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice(random.Random):
    """The only source of chance: one seed, one sequence of choices.

    A choice with a topic leaves a trait behind, so that a run can tell how often each dimension
    was covered without the generator counting anything itself.
    """

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.traits: set[str] = set()

    def chance(self, probability: float, trait: str | None = None) -> bool:
        """True with the given probability; then the tree has the trait."""
        hit = self.random() < probability
        if hit and trait is not None:
            self.traits.add(trait)
        return hit

    def pick(self, weights: Mapping[T, float], topic: str | None = None) -> T:
        """One key, with the probability its weight has among all; the trait is 'topic: key'."""
        value = self.choices(list(weights), list(weights.values()))[0]
        if topic is not None:
            self.traits.add(f"{topic}: {value}")
        return value

    def few(self, items: Iterable[T], most: int) -> list[T]:
        """Between none and `most` different items, in random order."""
        pool: Sequence[T] = list(items)
        return self.sample(pool, self.randint(0, min(most, len(pool))))
