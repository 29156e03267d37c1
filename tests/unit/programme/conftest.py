"""A small programme that uses every key of the format, and what is wrong with it after a change."""

from collections.abc import Callable

import pytest

from workflows.errors import Fault, ProgrammeFaults
from workflows.files.loader import parse
from workflows.programme import Programme

GOOD = """\
id = "stegen"
version = "1"
name = "Stegen"
association = "Prov"
valid_from = 2026-01-01
source = "Plan 2026"

[target_group]
age = [16, 66]
municipalities = ["Berga", "Dalby"]
criteria = ["Vill arbeta"]

[[units]]
id = "berga"
name = "Stegen Berga"
places_per_year = 20

[[units]]
id = "dalby"
name = "Stegen Dalby"
max_at_once = 4

[[stages]]
id = "intro"
name = "Introduktion"
length = "6 weeks"
ends_with = "checkpoint"
activities = ["Samtal", "Promenad"]

[[stages]]
id = "group"
name = "Gruppen"
length = "10 weeks"
group = true

[[stages]]
id = "last"
name = "Sista fasen"

[[records]]
id = "contact"
name = "Kontakt"

[[records]]
id = "form"
name = "Formulär"
instrument = "own-form"

[[records]]
id = "skapa"
name = "SKAPA-mätning"
instrument = "skapa"

[[records]]
id = "violence-questions"
name = "Frågor om våld"
offer = true

[[records]]
id = "exit-document"
name = "Avslutsdokument"
recipients = ["participant", "referrer"]

[[records]]
id = "handover"
name = "Övergång"

[[rules]]
id = "first-contact"
name = "Kontakt i tid"
record = "contact"
from = "admitted"
within = "2 weeks"

[[rules]]
id = "skapa-rhythm"
name = "SKAPA var tredje månad"
record = "skapa"
from = "started"
within = "6 weeks"
every = "3 months"

[[rules]]
id = "meeting"
name = "Avstämning"
checkpoint = true

[[rules]]
id = "group-done"
name = "Gruppen klar"
record = "advanced"
from = "group"
within = "10 weeks"

[[rules]]
id = "left"
name = "Avslutad efter beslut"
record = "exited"
from = "decided"
within = "2 weeks"

[[rules]]
id = "form-again"
name = "Formulär efter kontakt"
record = "form"
from = "contact"
within = "0 days"

[[rules]]
id = "document"
name = "Dokument"
record = "exit-document"
from = "exited"
within = "0 days"

[[rules]]
id = "early-handover"
name = "Övergång i god tid"
record = "handover"
from = "exited"
within = "-2 weeks"
outcomes = ["onwards"]

[[reminders]]
rule = "first-contact"
before = ["2 working days"]
after = ["1 week"]
to = ["caseworker", "manager"]

[[reminders]]
rule = "meeting"
before = ["10 working days"]
to = ["participant", "referrer"]
template = "invitation"

[[outcomes]]
id = "work"
name = "Arbete"

[[outcomes]]
id = "onwards"
name = "Vidare"

[[outcomes]]
id = "error"
name = "Felregistrerad"
counted = false

[[goals]]
id = "in-time"
name = "Kontakt i tid"
measure = "on_time"
rule = "first-contact"
target = 1

[[goals]]
id = "to-work"
name = "Till arbete"
measure = "exits"
outcomes = ["work"]
target = 0.375

[[goals]]
id = "places"
name = "Platser"
measure = "starts"
target = "places_per_year"

[[goals]]
id = "load"
name = "Per handläggare"
measure = "at_once"
each = "caseworker"
target = 15

[[goals]]
id = "meetings"
name = "Gemensamma möten"
measure = "held"
event = "joint-meeting"
per = "half-year"
target = 2

[[instruments]]
id = "own-form"
name = "Eget formulär"
scale = [1, 5]
indicators = [{ id = "sleep", name = "Sömn" }, { id = "food", name = "Mat" }]
respondents = ["participant"]
"""


@pytest.fixture
def good() -> str:
    return GOOD


@pytest.fixture
def programme() -> Programme:
    return parse(GOOD, "stegen.toml")


@pytest.fixture
def faults_of() -> Callable[[str], list[Fault]]:
    """Everything that is wrong in a text."""

    def faults(text: str) -> list[Fault]:
        with pytest.raises(ProgrammeFaults) as refused:
            parse(text, "stegen.toml")
        assert str(refused.value).splitlines() == [str(fault) for fault in refused.value.faults]
        return list(refused.value.faults)

    return faults


@pytest.fixture
def blame(good: str, faults_of: Callable[[str], list[Fault]]) -> Callable[[str, str], Fault]:
    """The one thing that is wrong after one change of the good programme."""

    def fault(old: str, new: str) -> Fault:
        assert old in good
        [only] = faults_of(good.replace(old, new, 1))
        return only

    return fault
