"""The answers of language models that a study keeps: each once, under what was asked, with what it took."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from counterpoise.identity import canonical_json, identifier
from counterpoise.ledger.events import NewEvent
from counterpoise.studyfile import ModelPrice
from counterpoise.workspace import Workspace

__all__ = ["BATCH", "KIND", "PER_PRICE", "Answers", "Spent", "cost_at"]

KIND = "answers.received"

BATCH = 10
"""As many answers are recorded together; a process that is killed loses fewer than these."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Calls made and tokens sent and received, failed attempts included."""

    calls: int = 0
    sent: int = 0
    received: int = 0

    @property
    def tokens(self) -> int:
        """Tokens in both directions."""
        return self.sent + self.received

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.calls + other.calls, self.sent + other.sent, self.received + other.received)


PER_PRICE = 1_000_000
"""Prices are those of a million tokens."""


def cost_at(spent: Spent, price: ModelPrice) -> float:
    """What calls cost at a price, in its currency."""
    return (spent.sent * price.sent + spent.received * price.received) / PER_PRICE


class Answers:
    """All answers that the ledger names, by the SHA-256 of the request; new ones are recorded in batches.

    `spent` is what all of them took, those of other models and prompts too, and `cost` what that cost, each call at the
    price that was kept with it; one that was kept without is taken at today's `price`, and without that `cost` is None.
    `about` says in the event who was asked and by which prompt and codebook.
    """

    def __init__(
        self, workspace: Workspace, about: Mapping[str, str], price: ModelPrice | None = None
    ) -> None:
        self._price = price
        self.cost: float | None = 0.0
        self._workspace = workspace
        self._about = dict(about)
        self._known: dict[str, str] = {}
        self._fresh: list[dict[str, object]] = []
        self._fresh_spent = Spent()
        self.spent = Spent()
        for (kind, _), event in workspace.now.latest.items():
            if kind != KIND:
                continue
            took, at = Spent(**event.body["spent"]), event.body.get("price")
            self._spend(took, price if at is None else ModelPrice(**at))
            content = workspace.kept(str(event.body["object"]))
            kept = json.loads(content) if content is not None else ()
            self._known |= {each["request"]: each["answer"] for each in kept if each["answer"] is not None}

    def find(self, request: str) -> str | None:
        """The answer to a request, as JSON; None where there is none."""
        return self._known.get(request)

    def keep(
        self, request: str, document: str, answer: str | None, spent: Spent, faults: tuple[str, ...] = ()
    ) -> None:
        """Keep an answer, or that there was none, with what it took and what went wrong before it came."""
        if answer is not None:
            self._known[request] = answer
        self._fresh.append(
            {"request": request, "document": document, "answer": answer, "faults": list(faults)}
        )
        self._fresh_spent += spent
        self._spend(spent, self._price)
        if len(self._fresh) == BATCH:
            self.record()

    def _spend(self, spent: Spent, price: ModelPrice | None) -> None:
        self.spent += spent
        if price is None:
            self.cost = self.cost if spent.tokens == 0 else None
        elif self.cost is not None:
            self.cost += cost_at(spent, price)

    def record(self) -> None:
        """Record what was not recorded yet."""
        if not self._fresh:
            return
        spent = self._fresh_spent
        name = self._workspace.objects.put(canonical_json(self._fresh))
        body = {
            **self._about,
            # Two batches may hold the same bytes, where all that came were the same faults.
            "key": identifier(object=name, after=self._workspace.now.head),
            "object": name,
            "documents": sorted({str(each["document"]) for each in self._fresh}),
            "spent": {"calls": spent.calls, "sent": spent.sent, "received": spent.received},
        }
        if self._price is not None:
            body["price"] = self._price.model_dump()
        self._workspace.record([NewEvent(KIND, self._about["coder"], body)])
        self._fresh, self._fresh_spent = [], Spent()
