"""A programme in plain Swedish."""

import pytest

from workflows.calendar import Period
from workflows.files.loader import parse
from workflows.programme import Programme
from workflows.telling.describe import percent, sentences
from workflows.telling.phrases import listed, recurring


def said(programme: Programme) -> dict[str, list[str]]:
    return dict(sentences(programme))


def test_it_says_whose_and_from_when(programme: Programme) -> None:
    assert said(programme)["Stegen, version 1"] == [
        "Samordningsförbundet Prov.",
        "Gäller den som remitteras från och med 2026-01-01.",
        "Källa: Plan 2026.",
    ]


def test_it_says_for_whom_and_where(programme: Programme) -> None:
    assert said(programme)["Vem insatsen är för"] == [
        "Den som är 16–66 år på remissdagen.",
        "Den som bor i Berga eller Dalby.",
        "Remittenten kryssar för: Vill arbeta.",
    ]
    assert said(programme)["Enheter"] == [
        "Stegen Berga: 20 platser per år.",
        "Stegen Dalby: 4 deltagare samtidigt som mest.",
    ]


def test_it_tells_the_way_stage_by_stage(programme: Programme) -> None:
    assert said(programme)["Vägen"] == [
        "Introduktion: 6 veckor, slutar med en avstämning som avgör om deltagaren går vidare, förlängs eller avslutas.",
        "I Introduktion ingår Samtal och Promenad.",
        "Gruppen: 10 veckor, i grupp, slutar när deltagaren går vidare till nästa fas.",
        "Sista fasen: utan bestämd längd, slutar när deltagaren avslutas.",
    ]


def test_nobody_goes_on_from_the_last_checkpoint(good: str) -> None:
    last = parse(
        good.replace('name = "Sista fasen"', 'name = "Sista"\nlength = "1 week"\nends_with = "checkpoint"'), "x"
    )
    assert said(last)["Vägen"][-1].endswith("som avgör om deltagaren förlängs eller avslutas.")


def test_it_says_when_nobody_watches_the_checkpoints(programme: Programme) -> None:
    rules = tuple(rule for rule in programme.rules if not rule.checkpoint)
    unwatched = programme.model_copy(update={"rules": rules, "reminders": ()})
    assert said(unwatched)["Vägen"][-1] == "Ingen regel bevakar att avstämningarna hålls."


def test_it_says_what_must_be_done_by_when(programme: Programme) -> None:
    assert said(programme)["Vad som ska göras"] == [
        "Kontakt: senast 2 veckor efter antagning.",
        "SKAPA-mätning: senast 6 veckor efter start och därefter var tredje månad.",
        "Avstämning: senast när fasens tid är slut.",
        "Nästa fas: senast 10 veckor efter början av Gruppen.",
        "Avslut: senast 2 veckor efter beslut om avslut.",
        "Formulär: samma dag som Kontakt.",
        "Avslutsdokument till deltagaren och remittenten: samma dag som avslutet.",
        "Övergång: senast 2 veckor före avslutet, när utfallet är Vidare.",
        "Frågor om våld: bara att det erbjöds sparas, aldrig något svar.",
        "Kan också registreras: Frågor om våld.",
    ]


def test_it_says_who_is_reminded(programme: Programme) -> None:
    assert said(programme)["Påminnelser"] == [
        "Kontakt i tid: handläggaren och enhetschefen påminns 2 arbetsdagar före och 1 vecka efter sista dagen.",
        "Avstämning: deltagaren och remittenten påminns 10 arbetsdagar före bokad tid, annars sista dagen.",
    ]


def test_it_says_what_is_counted_and_aimed_for(programme: Programme) -> None:
    assert said(programme)["Utfall"] == ["Arbete.", "Vidare.", "Felregistrerad: räknas inte i något mål."]
    assert said(programme)["Mål"] == [
        "Kontakt i tid: andelen i tid av ”Kontakt i tid”, när sista dagen infaller i perioden. Mål: 100 %.",
        "Till arbete: andelen avslutade till Arbete. Mål: 37,5 %.",
        "Platser: antalet som har startat. Mål: enhetens platser per år.",
        "Per handläggare: det högsta antalet samtidigt hos handläggaren som har flest. Mål: högst 15.",
        "Gemensamma möten: antalet ”joint-meeting”. Mål: 2 per halvår.",
    ]
    assert said(programme)["Formulär"] == ["Eget formulär: 2 frågor på skalan 1–5, besvaras av deltagaren."]


def test_after_the_exit_it_says_of_whom_something_is_asked(good: str) -> None:
    """Not of every participant: of those who have left, and where the rule says so only of those who left that way."""
    in_time = 'measure = "on_time"\nrule = "first-contact"'

    def told(rule: str) -> str:
        return said(parse(good.replace(in_time, f'measure = "reached"\nrule = "{rule}"'), "x"))["Mål"][0]

    assert told("first-contact") == "Kontakt i tid: andelen deltagare som har fått ”Kontakt i tid”. Mål: 100 %."
    assert told("document") == "Kontakt i tid: andelen avslutade som har fått ”Dokument”. Mål: 100 %."
    assert "andelen avslutade till Vidare som har fått ”Övergång i god tid”" in told("early-handover")


def test_a_goal_against_the_year_before_says_how_many_more(good: str) -> None:
    told = parse(good.replace("target = 0.375", 'against = "year-before"\ntarget = 0.1'), "x")
    wanted = "Till arbete: antalet avslutade till Arbete. Mål: minst 10 % fler än samma tid året före."
    assert wanted in said(told)["Mål"]


def test_what_a_programme_does_not_have_is_not_mentioned(good: str) -> None:
    tables = "".join(f'[[{table}]]\nid = "x"\nname = "X"\n' for table in ("units", "stages", "outcomes"))
    bare = good[: good.index("[target_group]")] + tables
    assert list(said(parse(bare, "x"))) == ["Stegen, version 1", "Enheter", "Vägen", "Utfall"]


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(1, "weeks"), "varje vecka"),
        (Period(2, "months"), "varannan månad"),
        (Period(2, "years"), "vartannat år"),
        (Period(3, "years"), "vart tredje år"),
        (Period(12, "months"), "var tolfte månad"),
        (Period(14, "days"), "var 14:e dag"),
        (Period(21, "days"), "var 21:a dag"),
        (Period(111, "days"), "var 111:e dag"),
    ],
)
def test_how_often_is_said_as_people_say_it(period: Period, words: str) -> None:
    assert recurring(period) == words


def test_lists_and_shares_are_written_in_swedish() -> None:
    assert [listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a och b", "a, b och c"]
    assert [percent(share) for share in (0, 0.3, 0.29, 0.375, 1)] == ["0 %", "30 %", "29 %", "37,5 %", "100 %"]
