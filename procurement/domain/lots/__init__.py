"""Proposing and checking lots: each at most the cap, none depending on a later one, exact to the krona."""

from procurement.domain.lots.interfaces import Interface, depths, first_part, interfaces
from procurement.domain.lots.parts import MAX_LOTS, Flaw, Lot, Module, Part, chosen, flaws, named, numbered, whole
from procurement.domain.lots.proposing import Proposal, proposal, propose
from procurement.domain.lots.puzzle import Unsound
from procurement.domain.lots.reasons import Reasons, reasons

__all__ = [
    "MAX_LOTS", "Flaw", "Interface", "Lot", "Module", "Part", "Proposal", "Reasons", "Unsound",
    "chosen", "depths", "first_part", "flaws", "interfaces", "named", "numbered", "proposal", "propose", "reasons",
    "whole",
]  # fmt: skip
