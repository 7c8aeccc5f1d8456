"""Floor 4: everything that writes. Each function is one thing somebody does, whole or not at all.

Whether somebody may do it has been asked at the door (`access`) before these are called.
"""

from .answering import answer
from .division import undo_division
from .inspecting import Busy, delete_inspection, hand_in
from .procurements import delete, restore, start
from .saving import Conflict, Saved, save
from .sharing import revoke, share

__all__ = [
    "Busy", "Conflict", "Saved", "answer", "delete", "delete_inspection", "hand_in", "restore", "revoke", "save",
    "share", "start", "undo_division",
]  # fmt: skip
