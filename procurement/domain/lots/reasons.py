"""Why a division is as it is, in words made from the modules themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from procurement.domain.lots.comparing import interfaces
from procurement.domain.lots.parts import Lot, Module
from procurement.domain.lots.proposing import proposal
from procurement.domain.swedish import count, enumerate_items, kronor

CHOSEN = "Beställaren har själv valt uppdelningen."
# So many are named; the reader sees the rest in the table.
NAMED = 3

KINDS = {
    "need": "behov och prototyp", "core": "kärna och API", "interface": "gränssnitt", "integration": "integration",
    "migration": "migrering", "review": "oberoende granskning", "operations": "drift och support",
}  # fmt: skip


@dataclass(frozen=True)
class Reasons:
    """Sentences about the whole, and about each lot by its number."""

    whole: tuple[str, ...]
    lots: dict[int, str]


def reasons(
    lots: Sequence[Lot], modules: Sequence[Module], cap: int, *, own: bool, said: str = "", said_of: Sequence[str] = ()
) -> Reasons:
    """Why these lots. Of the user's own it is not said that they are as few as can be.

    What the user has said of the whole, and of the lots in their order, goes before what can be worked out.
    """
    ours = (CHOSEN, _seams(lots, modules)) if own else (_fewest(lots, modules, cap), _seams(lots, modules, cap))
    whole = (said,) if said else ours
    known = {module.key: module for module in modules}
    each = {lot.number: _lot(lot, lots, known, cap) for lot in lots}
    each |= {number: text for number, text in enumerate(said_of, 1) if text}
    return Reasons(tuple(filter(None, whole)), each)


def _fewest(lots: Sequence[Lot], modules: Sequence[Module], cap: int) -> str:
    made, total = proposal(tuple(modules), cap), sum(module.value for module in modules)
    large = [module for module in modules if cap < 2 * module.value <= 2 * cap]
    if made.least == -(-total // cap):
        bound = f"Värdet är {kronor(total)} och taket för ett delkontrakt är {kronor(cap)}"
    elif made.least == len(large):
        many = count(len(large), "en modul", "moduler").capitalize()
        bound = f"{many} är var för sig större än halva taket, så att inga två av dem ryms tillsammans"
    else:
        apart = ", vad som ska hållas isär" if any(module.apart for module in modules) else ""
        bound = f"Modulernas storlekar{apart} och taket {kronor(cap)} avgör hur många som ryms tillsammans"
    if len(lots) == made.least:
        return f"{bound}. Därför är {_lots(made.least)} det minsta möjliga."
    rules = "följer modulernas ordning, håller isär det som ska vara isär och håller sig under taket"
    if not any(module.apart for module in modules):
        rules = "följer modulernas ordning och håller sig under taket"
    known = (
        f"men ingen uppdelning i färre än {{}} {rules}."
        if made.proven
        else "men ingen uppdelning i färre än {} har hittats."
    )
    return f"{bound}. Det kräver minst {_lots(made.least)}, {known.format(_lots(len(lots)))}"


def _lots(number: int) -> str:
    return count(number, "ett delkontrakt", "delkontrakt")


def _seams(lots: Sequence[Lot], modules: Sequence[Module], cap: int | None = None) -> str:
    """Where suppliers meet. Of a proposal under a cap also that there can be no fewer such places."""
    pairs = sum(len(set(module.depends_on)) for module in modules)
    cut = len(interfaces(lots, modules))
    if not pairs:
        return ""
    if not cut:
        return "Alla moduler som bygger på varandra ligger i samma delkontrakt."
    proven = " Färre går inte med så många delkontrakt." if cap and proposal(tuple(modules), cap).proven else ""
    counted = f"Modulerna bygger på varandra på {count(pairs, 'ett ställe', 'ställen')}."
    of_them = "Av dem" if pairs > 1 else "Det"
    return f"{counted} {of_them} blir {count(cut, 'ett gränssnitt', 'gränssnitt')} mellan delkontrakt.{proven}"


def _lot(lot: Lot, lots: Sequence[Lot], known: dict[str, Module], cap: int) -> str:
    said = [_held(lot, known), *_cut(lot, lots, known), _apart(lot, known), _built_on(lot, known)]
    said.append(f"Värdet är {kronor(lot.value)} av högst {kronor(cap)}." if lot.value <= cap else "")
    return " ".join(filter(None, said))


def _held(lot: Lot, known: dict[str, Module]) -> str:
    """What holds the modules of a lot together."""
    inside = [known[key] for key in dict.fromkeys(part.module for part in lot.parts) if key in known]
    if len(inside) < 2:
        return ""
    here = {module.key for module in inside}
    pairs = [f"{m.name} bygger på {known[d].name}" for m in inside for d in dict.fromkeys(m.depends_on) if d in here]
    kinds, payers = {module.kind for module in inside}, {module.funded_by for module in inside}
    if any(here & set(module.together) for module in inside):
        return "Beställaren håller ihop modulerna."
    if pairs:
        more = ", bland annat" if len(pairs) > NAMED else ""
        return f"Modulerna hänger ihop{more}: {enumerate_items(pairs[:NAMED])}."
    if len(kinds) == 1 and (kind := next(iter(kinds))) in KINDS:
        return f"Modulerna är av samma slag: {KINDS[kind]}."
    if len(payers) == 1 and (paid := next(iter(payers))):
        return f"Modulerna betalas av samma parter: {enumerate_items([who for who, _ in paid])}."
    return "Modulerna ryms tillsammans under taket."


def _cut(lot: Lot, lots: Sequence[Lot], known: dict[str, Module]) -> list[str]:
    said = []
    for part in lot.parts:
        steps = sum(other.module == part.module for each in lots for other in each.parts)
        if steps > 1 and part.module in known:
            said.append(f"{known[part.module].name} är uppdelad i {count(steps, 'en etapp', 'etapper')}.")
    return list(dict.fromkeys(said))


def _apart(lot: Lot, known: dict[str, Module]) -> str:
    """What the buyer wants in other lots than this."""
    inside = [known[key] for key in dict.fromkeys(part.module for part in lot.parts) if key in known]
    pairs = [(module.name, known[other].name) for module in inside for other in module.apart if other in known]
    if not pairs:
        return ""
    first = pairs[0][0]
    others = [other for name, other in pairs if name == first]
    more = " bland annat" if len(others) > NAMED else ""
    return f"Beställaren håller isär {first} och{more} {enumerate_items(others[:NAMED])}."


def _built_on(lot: Lot, known: dict[str, Module]) -> str:
    """What the lot waits for, and because of which modules."""
    if not lot.depends_on:
        return "Delkontraktet kan starta utan att något annat är levererat."
    inside = [known[key] for key in dict.fromkeys(part.module for part in lot.parts) if key in known]
    here = {module.key for module in inside}
    continued = {part.module for part in lot.parts if part.key != part.module and not part.key.endswith("/1")}
    because = [f"det fortsätter på {module.name}" for module in inside if module.key in continued]
    because += [
        f"{module.name} bygger på {known[needed].name}"
        for module in inside if module.key not in continued
        for needed in dict.fromkeys(module.depends_on) if needed not in here and needed in known
    ]  # fmt: skip
    numbers = enumerate_items([str(number) for number in lot.depends_on])
    more = "bland annat " if len(because) > NAMED else ""
    reason = f" eftersom {more}{enumerate_items(because[:NAMED])}" if because else ""
    return f"Delkontraktet kommer efter delkontrakt {numbers}{reason}."
