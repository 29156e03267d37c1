"""Values of the wrong kind: nothing is guessed or converted, and the fault says how to write it."""

from collections.abc import Callable

import pytest

from workflows.errors import Fault

BROKEN = {
    "an unknown key": ('name = "Stegen"', 'name = "Stegen"\nnmae = "x"', "överst i filen, nmae", "Menade du ”name”?"),
    "an unknown table": ("[[goals]]", "[[gaols]]\nx = 1\n[[goals]]", "[[gaols]]", "Menade du ”goals”?"),
    "an unknown key of a table": (
        "group = true",
        "group = true\ngrupp = true",
        "[[stages]] nr 2 (group), grupp",
        "Menade du ”group”?",
    ),
    "the name that the model has for from": (
        'from = "admitted"',
        'from = "admitted"\nfrom_ = "started"',
        "[[rules]] nr 1 (first-contact), from_",
        "Menade du ”from”?",
    ),
    "an unknown key of a question": (
        'name = "Mat" }',
        'name = "Mat", x = 1 }',
        "[[instruments]] nr 1 (own-form), indicators nr 2, x",
        "Det som finns: id, name.",
    ),
    "a key that is missing": ('source = "Plan 2026"\n', "", "överst i filen, source", 'source = "…"'),
    "a day that is missing": ("valid_from = 2026-01-01\n", "", "överst i filen, valid_from", "valid_from = 2026-01-01"),
    "a name that is missing": ('name = "Gruppen"\n', "", "[[stages]] nr 2 (group), name", 'name = "…"'),
    "a day as text": ("= 2026-01-01", '= "2026-01-01"', "överst i filen, valid_from", "valid_from = 2026-01-01"),
    "a day with a time": ("= 2026-01-01", "= 2026-01-01T00:00:00", "överst i filen, valid_from", "= 2026-01-01"),
    "a number for text": ('version = "1"', "version = 1", "överst i filen, version", 'version = "1"'),
    "text for a number": (
        "places_per_year = 20",
        'places_per_year = "20"',
        "[[units]] nr 1 (berga), places_per_year",
        "Skriv: places_per_year = 20",
    ),
    "true for a number": (
        "places_per_year = 20",
        "places_per_year = true",
        "[[units]] nr 1 (berga), places_per_year",
        "places_per_year = 60",
    ),
    "half a place": ("year = 20", "year = 20.5", "[[units]] nr 1 (berga), places_per_year", "places_per_year = 60"),
    "less than no places": ("year = 20", "year = -1", "[[units]] nr 1 (berga), places_per_year", "minst 0"),
    "an age beyond all": ("[16, 66]", "[16, 660]", "[target_group], age nr 2", "högst 130"),
    "one age": ("[16, 66]", "[16]", "[target_group], age nr 2", "age = [16, 66]"),
    "three ages": ("[16, 66]", "[16, 30, 66]", "[target_group], age", "age = [16, 66]"),
    "text for true": ("group = true", 'group = "ja"', "[[stages]] nr 2 (group), group", "group = true"),
    "a number for true": ("group = true", "group = 1", "[[stages]] nr 2 (group), group", "group = true"),
    "text for a list": (
        'to = ["caseworker", "manager"]',
        'to = "caseworker"',
        "[[reminders]] nr 1 (first-contact), to",
        'to = ["caseworker"]',
    ),
    "an empty list of recipients": (
        'to = ["caseworker", "manager"]',
        "to = []",
        "[[reminders]] nr 1 (first-contact), to",
        'to = ["caseworker"]',
    ),
    "a recipient that does not exist": (
        '"caseworker", "manager"]',
        '"caseworker", "boss"]',
        "[[reminders]] nr 1 (first-contact), to nr 2",
        "participant, referrer, caseworker, manager, coordinator",
    ),
    "a document to somebody else": (
        'recipients = ["participant", "referrer"]',
        'recipients = ["participant", "referer"]',
        "[[records]] nr 5 (exit-document), recipients nr 2",
        "Menade du ”referrer”?",
    ),
    "a measure that does not exist": (
        'measure = "on_time"',
        'measure = "in_time"',
        "[[goals]] nr 1 (in-time), measure",
        "Menade du ”on_time”?",
    ),
    "a period that is none": (
        'length = "10 weeks"',
        'length = "10 veckor"',
        "[[stages]] nr 2 (group), length",
        "",
    ),
    "a number for a period": (
        'length = "10 weeks"',
        "length = 10",
        "[[stages]] nr 2 (group), length",
        'length = "6 weeks"',
    ),
    "working days for a period": (
        'length = "10 weeks"',
        'length = "10 working days"',
        "[[stages]] nr 2 (group), length",
        "",
    ),
    "an offset of nothing": (
        '["2 working days"]',
        '["0 days"]',
        "[[reminders]] nr 1 (first-contact), before nr 1",
        "",
    ),
    "a target that is no target": ("= 0.375", '= "en del"', "[[goals]] nr 2 (to-work), target", "0.8 för 80 %"),
    "a target that is true": ("= 0.375", "= true", "[[goals]] nr 2 (to-work), target", "0.8 för 80 %"),
    "a target below nothing": ("= 0.375", "= -0.1", "[[goals]] nr 2 (to-work), target", "0.8 för 80 %"),
    "a target that is no number": ("= 0.375", "= nan", "[[goals]] nr 2 (to-work), target", "0.8 för 80 %"),
    "an id with capitals": ('id = "last"', 'id = "Last"', "[[stages]] nr 3 (Last), id", "små bokstäver"),
    "an id with a line break": ('id = "last"', 'id = "last\\n"', "[[stages]] nr 3 (last\n), id", "små bokstäver"),
    "an id with Swedish letters": ('id = "last"', 'id = "sätt"', "[[stages]] nr 3 (sätt), id", "små bokstäver"),
    "a template outside its folder": (
        'template = "invitation"',
        'template = "../x"',
        "[[reminders]] nr 2 (meeting), template",
        "små bokstäver",
    ),
    "a name of nothing": ('name = "Gruppen"', 'name = " "', "[[stages]] nr 2 (group), name", "en rad"),
    "a name on two lines": ('name = "Gruppen"', 'name = "a\\nb"', "[[stages]] nr 2 (group), name", "en rad"),
    "a name that no XML can hold": ('name = "Gruppen"', 'name = "a\\u0001"', "[[stages]] nr 2 (group), name", "en rad"),
    "a single table twice": ("[target_group]", "[[target_group]]", "[[target_group]]", "[target_group]"),
    "a list of names as one text": (
        'outcomes = ["work"]',
        'outcomes = "work"',
        "[[goals]] nr 2 (to-work), outcomes",
        'Skriv: outcomes = ["work"]',
    ),
    "two names in one text": (
        'municipalities = ["Berga", "Dalby"]',
        'municipalities = "Berga; Dalby"',
        "[target_group], municipalities",
        'Skriv: municipalities = ["Berga", "Dalby"]',
    ),
    "ages as a text": ("age = [16, 66]", 'age = "16–66"', "[target_group], age", "Skriv: age = [16, 66]"),
    "another day as text": ("= 2026-01-01", '= "2027-02-01"', "överst i filen, valid_from", "valid_from = 2027-02-01"),
    "no for true": ("counted = false", 'counted = "nej"', "[[outcomes]] nr 3 (error), counted", "counted = false"),
    "text for how many activities": (
        "group = true",
        'activities_per_week = "många"',
        "[[stages]] nr 2 (group), activities_per_week",
        "activities_per_week = 2",
    ),
    "a key of the top at the end": (
        'respondents = ["participant"]',
        'respondents = ["participant"]\nmeets_every = "2 weeks"',
        "[[instruments]] nr 1 (own-form), meets_every",
        "Flytta raden dit",
    ),
    "a name for an id": (
        'rule = "first-contact"\ntarget',
        'rule = "Kontakt i tid"\ntarget',
        "[[goals]] nr 1 (in-time), rule",
        'Skriv: "first-contact"',
    ),
    "the names of outcomes for their ids": (
        'outcomes = ["work"]',
        'outcomes = ["arbete"]',
        "[[goals]] nr 2 (to-work), outcomes nr 1",
        "Det som finns: work",
    ),
    "a name of an outcome with its capital": (
        'outcomes = ["work"]',
        'outcomes = ["Arbete"]',
        "[[goals]] nr 2 (to-work), outcomes nr 1",
        'Skriv: "work"',
    ),
    "a name that is nowhere": (
        'from = "admitted"',
        'from = "Öppna!"',
        "[[rules]] nr 1 (first-contact), from",
        "”oppna”",
    ),
    "a measure of groups": (
        'measure = "on_time"',
        'measure = "group_starts"',
        "[[goals]] nr 1 (in-time), measure",
        'measure = "held"',
    ),
    "a Swedish word of the format": (
        'from = "admitted"',
        'from = "antagen"',
        "[[rules]] nr 1 (first-contact), from",
        "Menade du ”admitted”?",
    ),
    "a list of tables that is one": (
        '[[instruments]]\nid = "own-form"',
        '[instruments]\nid = "own-form"',
        "[instruments]",
        "[[instruments]]",
    ),
}


@pytest.mark.parametrize(("old", "new", "place", "remedy"), BROKEN.values(), ids=BROKEN)
def test_a_value_of_the_wrong_kind_is_named_with_its_remedy(
    blame: Callable[[str, str], Fault], old: str, new: str, place: str, remedy: str
) -> None:
    fault = blame(old, new)
    assert fault.place == place
    assert remedy in fault.remedy
    assert fault.problem


def test_a_period_that_is_none_says_what_one_is(blame: Callable[[str, str], Fault]) -> None:
    assert "6 weeks" in blame('length = "10 weeks"', 'length = "tio veckor"').problem


PERIODS = {
    "8\N{NO-BREAK SPACE}weeks": "Skriv ”8 weeks”, med ett vanligt mellanslag.",
    "\N{MINUS SIGN}2 weeks": "Skriv ”-2 weeks”.",
    "2 veckor": "Skriv ”2 weeks”.",
    "1 Month": "Skriv ”1 month”.",
    "2weeks": "Skriv ”2 weeks”.",
    "10 working days": "Arbetsdagar går bara att räkna i påminnelser (before, after). Skriv days eller weeks här.",
    "kvartal": "Skriv ett helt tal och days, weeks, months eller years, till exempel ”6 weeks”.",
}


@pytest.mark.parametrize(("written", "remedy"), PERIODS.items(), ids=range(len(PERIODS)))
def test_a_period_in_another_spelling_is_repeated_in_the_right_one(
    blame: Callable[[str, str], Fault], written: str, remedy: str
) -> None:
    assert blame('length = "10 weeks"', f'length = "{written}"').problem == f"”{written}” är ingen period. {remedy}"


def test_an_offset_in_swedish_is_repeated_in_english(blame: Callable[[str, str], Fault]) -> None:
    told = blame('before = ["2 working days"]', 'before = ["2 arbetsdagar"]').problem
    assert told == "”2 arbetsdagar” är inget avstånd. Skriv ”2 working days”."


def test_a_misspelt_table_has_its_line(good: str, blame: Callable[[str, str], Fault]) -> None:
    fault = blame("[[goals]]", "[[goal]]")
    assert (fault.place, fault.remedy) == ("[[goal]]", "Menade du ”goals”?")
    assert fault.line == good.splitlines().index("[[goals]]") + 1


def test_an_id_that_cannot_be_one_stands_for_itself_elsewhere(
    good: str, faults_of: Callable[[str], list[Fault]]
) -> None:
    """Whoever names it as it should be called is right, and no stand-in is shown to whoever names another."""
    broken = good.replace('id = "group"', 'id = "Gruppen"').replace('from = "group"', 'from = "gruppen"')
    (only,) = faults_of(broken)
    assert "till exempel ”gruppen”" in only.remedy
    _, nowhere = faults_of(broken.replace('from = "gruppen"', 'from = "xyz"'))
    assert nowhere.remedy.startswith(
        "Det som finns: referred, admitted, started, exited, decided, intro, gruppen, last,"
    )


def test_what_there_is_is_listed_once(good: str, faults_of: Callable[[str], list[Fault]]) -> None:
    broken = good.replace('id = "handover"', 'id = "exited"')
    assert [fault.remedy.count("exited") for fault in faults_of(broken) if "Det som finns" in fault.remedy] == [1]


def test_an_outcome_that_cannot_be_read_is_not_a_programme_without_any(
    good: str, faults_of: Callable[[str], list[Fault]]
) -> None:
    begin, end = good.index("[[outcomes]]"), good.index("[[goals]]")
    broken = "outcomes = [1]\n" + good[:begin] + good[end:]
    assert not [fault for fault in faults_of(broken) if "ingen kan avslutas" in fault.problem]


def test_the_line_is_that_of_the_key(good: str, blame: Callable[[str, str], Fault]) -> None:
    fault = blame('id = "last"', 'id = "Last"')
    assert good.splitlines()[(fault.line or 0) - 1] == 'id = "last"'
    missing = blame('name = "Gruppen"\n', "")
    assert good.splitlines()[(missing.line or 0) - 1] == "[[stages]]"


def test_unknown_keys_hide_nothing_that_is_wrong_elsewhere(good: str, faults_of: Callable[[str], list[Fault]]) -> None:
    text = good.replace('record = "contact"', 'recrod = "contact"').replace('rule = "meeting"', 'rule = "meting"')
    misspelt, nowhere = faults_of(text)
    assert misspelt.remedy == "Menade du ”record”?"
    assert nowhere.remedy == "Menade du ”meeting”?"


def test_every_wrong_value_is_told_at_once(faults_of: Callable[[str], list[Fault]]) -> None:
    places = [fault.place for fault in faults_of('id = "x"\n[[rules]]\nid = 1\n')]
    top = [f"överst i filen, {key}" for key in ("version", "name", "association", "valid_from", "source", "units")]
    assert places == [*top, "överst i filen, stages", "[[rules]] nr 1, id", "[[rules]] nr 1, name"]


def test_a_long_value_is_cut_in_the_fault(blame: Callable[[str, str], Fault]) -> None:
    assert len(blame('id = "last"', f'id = "{"L" * 5000}"').problem) < 100


NOWHERE = ('rule = "meeting"', 'rule = "meting"', "[[reminders]] nr 2 (meting), rule")
BESIDE = {
    "a period that is none": ('length = "10 weeks"', 'length = "10 veckor"', "[[stages]] nr 2 (group), length"),
    "a missing id": ('id = "last"\n', "", "[[stages]] nr 3, id"),
    "a missing name": ('name = "Gruppen"\n', "", "[[stages]] nr 2 (group), name"),
    "a missing day": ("valid_from = 2026-01-01\n", "", "överst i filen, valid_from"),
    "no scale": ("scale = [1, 5]\n", "", "[[instruments]] nr 1 (own-form), scale"),
    "no table": ("[target_group]", "[[target_group]]", "[[target_group]]"),
    "a reminder of nobody, before it": (
        'to = ["caseworker", "manager"]',
        'to = ["boss"]',
        "[[reminders]] nr 1 (first-contact), to nr 1",
    ),
    "a key that is not known": ("group = true", "grupp = true", "[[stages]] nr 2 (group), grupp"),
    "an id where there is none": (
        'rule = "first-contact"\n',
        'rule = "first-contact"\nid = "x"\n',
        "[[reminders]] nr 1 (x), id",
    ),
    "a measure that is none": ('measure = "on_time"', 'measure = "in_time"', "[[goals]] nr 1 (in-time), measure"),
}


@pytest.mark.parametrize(("old", "new", "place"), BESIDE.values(), ids=list(BESIDE))
def test_a_name_that_leads_nowhere_is_told_beside_a_value_of_the_wrong_kind(
    good: str, faults_of: Callable[[str], list[Fault]], old: str, new: str, place: str
) -> None:
    assert old in good
    broken = good.replace(old, new, 1).replace(NOWHERE[0], NOWHERE[1])
    assert [fault.place for fault in faults_of(broken)] == [place, NOWHERE[2]]


def test_a_missing_name_hides_nothing_in_its_own_table(good: str, faults_of: Callable[[str], list[Fault]]) -> None:
    broken = good.replace('name = "Kontakt i tid"\nrecord = "contact"', 'record = "kontakt"')
    assert [fault.place for fault in faults_of(broken)] == [
        "[[rules]] nr 1 (first-contact), name",
        "[[rules]] nr 1 (first-contact), record",
    ]


def test_what_is_left_out_of_a_bad_table_is_not_told_too(good: str, faults_of: Callable[[str], list[Fault]]) -> None:
    """Without `from`, which cannot be read, nothing is said of what goes with it."""
    broken = good.replace('from = "exited"\nwithin = "-2 weeks"', 'from = "Exited"\nwithin = "-2 weeks"')
    assert [fault.place for fault in faults_of(broken)] == ["[[rules]] nr 8 (early-handover), from"]


def test_without_units_the_rest_is_looked_at(good: str, faults_of: Callable[[str], list[Fault]]) -> None:
    begin, end = good.index("[[units]]"), good.index("[[stages]]")
    broken = (good[:begin] + good[end:]).replace(NOWHERE[0], NOWHERE[1])
    assert [fault.place for fault in faults_of(broken)] == ["överst i filen, units", NOWHERE[2]]
