"""Every code that the review can report: how grave it is, what it means and the law it may lean on.

docs/review.md shows this table, and tests/briefs holds a seeded fault for each code.
"""

from __future__ import annotations

from dataclasses import dataclass

from procurement.domain.review.finding import Severity


@dataclass(frozen=True)
class Code:
    """What a code stands for. Some are graver in some drafts than in others."""

    severities: tuple[Severity, ...]
    meaning: str
    law: tuple[str, ...] = ()


STOP: tuple[Severity, ...] = ("stop",)
WARNING: tuple[Severity, ...] = ("warning",)
ADVICE: tuple[Severity, ...] = ("advice",)
VALUE, WEIGHTS = "LOU 5 kap. 3 §", ("LOU 16 kap. 6 §", "LOU 19 kap. 9 §")
LOTS, REASONS, STATED = "LOU 5 kap. 8 §", "LOU 4 kap. 14 §", "LOU 4 kap. 15 §"
TOGETHER = "LOU 4 kap. 16 §"
# Chapter 9 is in force only at or above the threshold; below it the principles say much the same.
PRINCIPLES = ("LOU 19 kap. 2 §", "LOU 19 a kap. 8 §")
TIMES = ("LOU 11 kap. 2 §", "LOU 11 kap. 3 §")

CODES: dict[str, Code] = {
    # What stops the wizard
    "security_sensitive": Code(
        STOP, "Security-sensitive activity: stop and talk to the security protection officer",
        ("Säkerhetsskyddslagen 4 kap. 1 §",),
    ),
    "missing": Code(STOP, "A question that the documents need has no answer", (VALUE,)),
    # Value and regime
    "no_threshold": Code(STOP, "No announced threshold covers the day", ("LOU 5 kap. 5 §",)),
    "module_cost": Code(("stop", "warning"), "A module has no cost, so the value or the lots cannot be computed"),
    "budget_mismatch": Code(STOP, "The modules do not add up to the budget", (VALUE,)),
    "options_missing": Code(WARNING, "The contract may be extended, but the extension has no value", (VALUE,)),
    "open_ended_value": Code(
        STOP, "A service without a last day is worth more than the sum it is part of", ("LOU 5 kap. 13 §",)
    ),
    "just_below_limit": Code(ADVICE, "The value is at most a tenth below a limit", ("LOU 5 kap. 6 §",)),
    "direct_award": Code(ADVICE, "A direct award without a word on similar purchases", ("LOU 5 kap. 7 a §",)),
    "documentation_duty": Code(ADVICE, "A direct award that must be documented", ("LOU 19 a kap. 11 §",)),
    "looks_like_one_purchase": Code(
        ("warning", "advice"), "Alike drafts of one authority pass a limit together",
        ("LOU 5 kap. 7 §", "LOU 5 kap. 7 a §"),
    ),
    # Lots
    "lot_above_cap": Code(STOP, "A lot of the user's own is above the cap"),
    "lot_backwards": Code(STOP, "A lot builds on a later one"),
    "lot_missing": Code(STOP, "A module is in no lot"),
    "lot_twice": Code(STOP, "A module is in more than one lot"),
    "lots_impossible": Code(STOP, "What is said of the modules rules out every division"),
    "no_reason_not_to_divide": Code(STOP, "Above the cap, not divided and no reason", (REASONS,)),
    "not_divided": Code(ADVICE, "Above the cap and not divided: the reason is printed", (REASONS,)),
    "split_reason_proposed": Code(ADVICE, "One contract, and the reason is the program's proposal", (REASONS,)),
    "lots_from_seams": Code(ADVICE, "The lots are a starting point from seams that software has"),
    "limit_without_effect": Code(ADVICE, "The limit on lots for a supplier is no lower than the number of lots"),
    "unawardable_lot": Code(WARNING, "With the tenderers expected, some lot may get no supplier", (STATED,)),
    "award_without_margin": Code(
        ADVICE, "One tenderer less than expected, and some lot may get no supplier", (STATED,)
    ),
    "combination_unknown": Code(STOP, "A combination does not name two lots"),
    "combination_never_won": Code(STOP, "Lots may be awarded together that no tender may cover", (TOGETHER,)),
    "combination_above_limit": Code(
        ADVICE, "A combination is larger than the limit, which does not bind it", (TOGETHER,)
    ),
    "apart_may_be_joined": Code(ADVICE, "Modules kept in different lots may be won by one supplier"),
    "review_not_apart": Code(WARNING, "A supplier would review its own work", ("LOU 14 kap. 5 §",)),
    "review_without_kind": Code(ADVICE, "A module is a review by its name, and has no kind"),
    "separate_direct_awards": Code(STOP, "Lots bought as direct awards of their own", (LOTS, "LOU 5 kap. 7 a §")),
    "separate_procedures": Code(ADVICE, "Lots bought one by one: the rules follow from their sum", (LOTS,)),
    "small_lot_unknown": Code(STOP, "The exception for small lots names no lot"),
    "small_lot_too_large": Code(STOP, "A lot under the exception is not below 80 000 euro", (LOTS,)),
    "small_lots_share": Code(STOP, "The small lots together are more than 20 per cent", (LOTS,)),
    "small_lots_readings": Code(WARNING, "By one reading of the law no small lot may be taken out", (LOTS,)),
    # Evaluation
    "weights": Code(STOP, "Price and criteria do not add up to 100 per cent", WEIGHTS),
    "criterion_twice": Code(STOP, "The same criterion is chosen twice", WEIGHTS),
    "no_criterion_suits": Code(STOP, "Price and quality as the ground, where no criterion scores anything"),
    "criterion_unsuitable": Code(STOP, "A criterion that does not suit this procurement", WEIGHTS),
    "criterion_beside_lot": Code(
        WARNING, "A lot's own weights score what it is not about", ("LOU 16 kap. 2 §",)
    ),
    "criterion_without_scale": Code(
        ("stop", "advice"), "A criterion has no scale, or one written for other words",
        ("LOU 16 kap. 2 §", "LOU 19 kap. 9 §"),
    ),
    "weight_unusual": Code(ADVICE, "A weight outside what the library recommends"),
    "same_fact_twice": Code(ADVICE, "A criterion scores what a requirement already demands of all"),
    "ground_for_procedure": Code(
        STOP, "The procedure allows only best price-quality ratio", ("LOU 6 kap. 27 §", "LOU 6 kap. 38 §")
    ),
    # The agreement
    "long_framework": Code(STOP, "A framework above four years without special reasons", ("LOU 7 kap. 2 §",)),
    "long_term": Code(WARNING, "A contract above four years without a reason"),
    "framework_without_ceiling": Code(STOP, "A framework without a ceiling", ("LOU 5 kap. 14 §",)),
    "framework_above_value": Code(STOP, "A framework's ceiling is above the value", ("LOU 5 kap. 14 §",)),
    "turnover_above_twice": Code(WARNING, "The turnover asked for is above twice the lot", ("LOU 14 kap. 4 §",)),
    "termination_terms": Code(STOP, "Own words take away the right to end the contract", ("LOU 17 kap. 17 §",)),
    # Buying together
    "payer_unknown": Code(STOP, "A module is paid by somebody who is no party to the purchase"),
    "population_missing": Code(STOP, "The cost is shared by population, and somebody's is not given"),
    "share_unknown": Code(STOP, "An agreed share belongs to somebody who is no party to the purchase"),
    "shares_sum": Code(STOP, "The agreed shares do not add up to 100 per cent"),
    "rest_with_authority": Code(ADVICE, "By module, and what nobody is named for stays with the authority"),
    "ceiling_below_value": Code(STOP, "Those who buy together may order for less than the value", (VALUE,)),
    "ceiling_above_value": Code(STOP, "Those who buy together may order for more than the value", (VALUE,)),
    # The timetable
    "dates_out_of_order": Code(STOP, "The planned days come in the wrong order"),
    "tender_time": Code(STOP, "Less time for tenders than the law's shortest", TIMES),
    "tender_time_brief": Code(ADVICE, "Little time for tenders below the threshold", ("LOU 19 kap. 11 §",)),
    "answers_late": Code(
        STOP, "Questions answered later than six days before the last day", ("LOU 12 kap. 11 §", "LOU 19 kap. 13 §")
    ),
    "standstill": Code(STOP, "The contract begins within the standstill", ("LOU 20 kap. 1 §",)),
    "due_passed": Code(WARNING, "The last day for tenders has passed"),
    "start_passed": Code(WARNING, "The contract begins on a day that has passed"),
    "start_too_early": Code(WARNING, "Announced today, the contract could not begin on the day", TIMES),
    # Deviations and exceptions
    "deviation_incomplete": Code(STOP, "A deviation that does not say all it must"),
    "deviation_expired": Code(WARNING, "A deviation that has expired"),
    "deviation_dates": Code(STOP, "A deviation ends before it is decided"),
    "deviation_leaves_others": Code(WARNING, "The code is not public, and other clauses say that it is"),
    "deviation_never_valid": Code(WARNING, "A deviation that seems to rest on a ground that never is valid"),
    "exception_without_law": Code(STOP, "An exception from publication without law or day of review"),
    "exception_overdue": Code(WARNING, "An exception from publication whose day of review has passed"),
    # People and their information
    "processor_role": Code(ADVICE, "Personal data, and nobody has said who answers for them", ("GDPR artikel 28",)),
    "no_processing_agreement": Code(
        STOP, "Personal data without a demand for a processing agreement", ("GDPR artikel 28",)
    ),
    "secrecy": Code(WARNING, "Secret data without the note on suitability", ("OSL 10 kap. 2 a §",)),
    "secrecy_beyond_storage": Code(
        WARNING, "Secret data for more than technical processing or storage", ("OSL 10 kap. 2 a §",)
    ),
    "federation_missing": Code(WARNING, "Protected data without a federation that reaches them"),
    "accessibility_weakened": Code(
        ("warning", "advice"), "People use it, and the demand on accessibility is off, altered or softer",
        ("LOU 9 kap. 2 §", "DOS-lagen 9 §", "DOS-lagen 10 §"),
    ),
    "module_without_need": Code(STOP, "A module with no need behind it"),
    "no_reuse_search": Code(WARNING, "Nobody has looked for open software that exists"),
    "ai_clause_off": Code(WARNING, "AI, with one of its clauses switched off"),
    "ai_prohibited": Code(STOP, "A function of AI that the buyer takes to be prohibited"),
    "ai_unsaid": Code(ADVICE, "The description speaks of AI, but no function is listed"),
    "closed_without_end": Code(WARNING, "A closed component accepted without a day when it ends"),
    "weakened_demand": Code(WARNING, "Own words wish for what the clause demands"),
    # Language, in everything the user writes
    "product_without_equivalent": Code(
        ("warning", "advice"), "A product, make or technique without “eller likvärdigt”",
        ("LOU 9 kap. 6 §", *PRINCIPLES),
    ),
    "standard_without_equivalent": Code(
        ("warning", "advice"), "A standard without “eller likvärdig”", ("LOU 9 kap. 4 §", *PRINCIPLES)
    ),
    "vague_word": Code(ADVICE, "A word that nobody can check", ("LOU 9 kap. 3 §", *PRINCIPLES)),
    "shall_and_should": Code(WARNING, "Ska and bör in one sentence", ("LOU 9 kap. 3 §", *PRINCIPLES)),
    "two_requirements": Code(ADVICE, "Two demands in one sentence"),
    "passive_without_actor": Code(ADVICE, "A duty, and nobody who has it"),
    "placeholder": Code(STOP, "Something that was to be filled in is left"),
    "obsolete_word": Code(WARNING, "A word that has left the law, or the old name of an authority"),
    "long_sentence": Code(ADVICE, "A sentence of more than 40 words"),
    "hard_text": Code(ADVICE, "A text with LIX above 60"),
    "sign_unknown": Code(WARNING, "A sign that the documents' typefaces do not have, such as an emoji"),
}  # fmt: skip
