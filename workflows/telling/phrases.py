"""A programme's rules, recipients and times in plain Swedish, for all that tells what a programme asks."""

from collections.abc import Sequence

from workflows.calendar import Period
from workflows.programme import Programme
from workflows.programme_tables import Rule

RECIPIENTS = {
    "participant": "deltagaren",
    "referrer": "remittenten",
    "caseworker": "handläggaren",
    "manager": "enhetschefen",
    "coordinator": "samordnaren",
}
RESPONDENTS = {"participant": "Deltagaren", "caseworker": "Handläggaren"}
"""Who answers a self-assessment."""
_AWAITED = {"started": "Start", "advanced": "Nästa fas", "exited": "Avslut"}
_ANCHORS = {
    "referred": "remissen",
    "admitted": "antagning",
    "started": "start",
    "decided": "beslut om avslut",
    "exited": "avslutet",
}
_ORDINALS = ("tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde", "elfte", "tolfte")
_UNITS = {"days": "dag", "weeks": "vecka", "months": "månad", "years": "år"}


def listed(words: Sequence[str], last: str = "och") -> str:
    """For example "Mölndal, Partille och Lerum"."""
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def recipients(ids: Sequence[str]) -> str:
    return listed([RECIPIENTS[id_] for id_ in ids])


def activities_a_week(number: int) -> str:
    """ "1 aktivitet i veckan", "2 aktiviteter i veckan" """
    return f"{number} {'aktivitet' if number == 1 else 'aktiviteter'} i veckan"


def awaited(programme: Programme, rule: Rule) -> str:
    """What the rule waits for, with whom it goes to: "Avslutsdokument till deltagaren och remittenten"."""
    record = programme.record(rule.record or "")
    if record is None:
        return rule.name if rule.checkpoint or rule.activities else _AWAITED.get(rule.record or "", rule.name)
    if record.recipients:
        return f"{record.name} till {recipients(record.recipients)}"
    return listed([other.name for name in rule.awaited if (other := programme.record(name))], "eller")


def by_when(programme: Programme, rule: Rule) -> str:
    """For example "senast 6 veckor efter start och därefter var tredje månad"."""
    if rule.activities:
        return "från och med den första hela veckan i en fas som väntar dem"
    if rule.checkpoint or rule.within is None:
        return "senast när fasens tid är slut"
    first = _beforehand(programme, rule) or _first(programme, rule.from_ or "", rule.within)
    return first + _or_later(programme, rule) + _next(rule) + _only_for(programme, rule)


def _beforehand(programme: Programme, rule: Rule) -> str:
    on_the_day = rule.beforehand and rule.within and rule.within.amount == 0
    return f"före {_anchor(programme, rule.from_ or '')}, senast samma dag" if on_the_day else ""


def _or_later(programme: Programme, rule: Rule) -> str:
    return f" eller, om det är senare, efter {_anchor(programme, rule.or_later)}" if rule.or_later else ""


def _first(programme: Programme, anchor: str, within: Period) -> str:
    if within.amount == 0:
        return f"samma dag som {_anchor(programme, anchor)}"
    if within.amount < 0:
        return f"senast {Period(-within.amount, within.unit).swedish()} före {_anchor(programme, anchor)}"
    return f"senast {within.swedish()} efter {_anchor(programme, anchor)}"


def _anchor(programme: Programme, anchor: str) -> str:
    if stage := programme.stage(anchor):
        return f"början av {stage.name}"
    record = programme.record(anchor)
    return record.name if record else _ANCHORS[anchor]


def _next(rule: Rule) -> str:
    return f" och därefter {recurring(rule.every)}" if rule.every else ""


def recurring(period: Period) -> str:
    """For example "varje vecka", "varannan månad", "vart tredje år"."""
    unit, neuter = _UNITS[period.unit], period.unit == "years"
    if period.amount == 1:
        return f"varje {unit}"
    if period.amount == 2:
        return f"{'vartannat' if neuter else 'varannan'} {unit}"
    ordinal = _ORDINALS[period.amount - 3] if period.amount <= 12 else _in_figures(period.amount)
    return f"{'vart' if neuter else 'var'} {ordinal} {unit}"


def _in_figures(number: int) -> str:
    in_words_ends_in_a = number % 10 in (1, 2) and number % 100 not in (11, 12)
    return f"{number}:{'a' if in_words_ends_in_a else 'e'}"


def _only_for(programme: Programme, rule: Rule) -> str:
    names = [outcome.name for outcome in programme.outcomes if outcome.id in (rule.outcomes or ())]
    return f", när utfallet är {listed(names, 'eller')}" if names else ""
