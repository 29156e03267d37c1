"""`farled programme diff` and `migrate` on both databases: shown first, done on --yes, taken back, never half."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from journeys.cli.scheduler import tell_changed_files
from journeys.health import health
from journeys.logs import configure
from journeys.migrating import BATCH, carry_out
from journeys.migrating import plan_of as planned
from journeys.tables.log import EVENT
from tests.command_line import Desk, desk_at
from tests.plans import lines_of, read_in

TODAY = "2026-03-02"
PAIR = ("stegen:1", "stegen:2")

# NOR-1 waits for a plan by 1 April, by the new version by 16 February: late by the change alone.
# NOR-2 made it in time, and the next was due in July; now in February, and is excused.
# NOR-3 is in the second stage. NOR-4 has left. SOD-1's contact was late before.
PEOPLE = """
NOR-1 woman
  2025-12-15 referred
  2025-12-16 admitted
  2026-01-05 started
  2026-01-12 contact
NOR-2 man
  2025-11-03 referred
  2025-11-04 admitted
  2025-11-10 started
  2025-11-17 contact
  2026-01-15 plan
NOR-3 woman
  2025-12-15 referred
  2025-12-16 admitted
  2026-02-02 started
  2026-02-09 contact
  2026-02-16 advanced
NOR-4 man
  2025-01-13 referred
  2025-01-14 admitted
  2025-01-20 started
  2025-06-30 exited outcome=work
"""


@pytest.fixture
def people(desk: Desk, tmp_path: Path) -> None:
    south = "SOD-1 other\n  2025-12-15 referred\n  2025-12-16 admitted\n  2026-01-05 started\n"
    read_in(desk, tmp_path, *lines_of("stegen", "norr", PEOPLE), *lines_of("stegen", "soder", south))
    desk.on(TODAY)


def test_what_is_neither_a_journey_nor_a_unit_is_named_and_nothing_is_done(desk: Desk, people: None) -> None:
    only = ("--only", "NOR-1", "--only", "NOR-9", "--only", "norrr", "--only", "soder", "--yes")
    refused = desk.refuses("programme", "migrate", *PAIR, *only)
    assert refused.startswith("Inget är ändrat: Stegen har varken ärende eller enhet som heter NOR-9, norrr.")
    assert version_of(desk, "NOR-1") == "1"
    # who has ended or has moved already is known: it can be run again
    assert desk.says("programme", "migrate", *PAIR, "--only", "NOR-4", "--yes").startswith(
        "Inget ärende bytte version."
    )


def test_a_file_that_is_not_what_journeys_follow_is_told_of_where_files_are_read(
    desk: Desk, people: None, programmes: Path
) -> None:
    file = programmes / "stegen-1.toml"
    assert desk.asks("programme", "list").stderr == ""
    file.write_text(file.read_text(encoding="utf-8").replace("2 weeks", "3 weeks"), encoding="utf-8")
    said = "Obs: Filen för stegen 1 säger något annat än den version som ärenden redan följer (rules.contact.within)."
    for words in (["list"], ["show", "stegen:1"], ["check", str(file)]):
        answer = desk.asks("programme", *words)
        assert (answer.exit_code, said in answer.stderr) == (0, True), words
    assert said not in desk.asks("programme", "show", "stegen:2").stderr
    with desk.app() as app, app.read() as connection:
        assert [f"Obs: {fault}".startswith(said) for fault in health(app, connection).programme_faults] == [True]


def test_it_is_logged_when_the_desk_begins(
    desk: Desk, people: None, programmes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = programmes / "stegen-1.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("2 weeks", "3 weeks"), encoding="utf-8")
    configure("json")
    with desk.app() as app:
        tell_changed_files(app)
    logged = json.loads(capsys.readouterr().err)
    assert (logged["event"], logged["programme"], logged["version"]) == ("programme-file-changed", "stegen", "1")


def test_it_is_registered_when_it_is_done(desk: Desk, people: None) -> None:
    desk.says("programme", "migrate", *PAIR, "--only", "NOR-1", "--yes")
    desk.says("programme", "migrate", *PAIR, "--only", "NOR-1", "--undo", "--yes")
    with desk.app() as app, app.read() as connection:
        done = connection.execute(select(EVENT.c.at).where(EVENT.c.event.in_(["migrated", "voided"]))).scalars()
        assert list(done) == [desk.now, desk.now]


def version_of(desk: Desk, reference: str, *words: str) -> Any:
    return desk.json("journey", reference, *words)["version"]


def plan_of(desk: Desk, reference: str) -> list[tuple[int, str, str]]:
    rows = desk.json("journey", reference)["obligations"]
    return [(row["n"], row["due"], row["status"]) for row in rows if row["rule"] == "plan"]


@pytest.mark.usefixtures("people")
def test_it_is_shown_first_and_nothing_is_changed(desk: Desk) -> None:
    before = desk.says("export")
    shown = desk.says("programme", "migrate", *PAIR)
    assert shown.startswith(
        "NOR-1:\n"
        "  Nytt att göra:\n"
        "    Handlingsplan, nr 2: senast 2 april. Förra gången undantogs 2 mars, ska vara gjort inom 1 månad.\n"
        "  Undantaget:\n"
        "    Handlingsplan: senast 16 februari.\n"
    )
    assert "NOR-4" not in shown
    assert "4 ärenden kan byta version. 4 ärenden får något ändrat. 3 saker undantas" in shown
    assert shown.endswith("Inget är ändrat. Gör det med --yes.\n")
    assert desk.says("export") == before


@pytest.mark.usefixtures("people")
def test_on_yes_it_is_done_and_is_an_event_in_each_history(desk: Desk) -> None:
    answer = desk.says("programme", "migrate", *PAIR, "--yes", "--by", "chef@norr.example")
    assert answer == "4 ärenden har bytt version.\n"
    assert [version_of(desk, each) for each in ("NOR-1", "NOR-2", "NOR-3", "SOD-1", "NOR-4")] == ["2"] * 4 + ["1"]
    # the excuse on the day of the change begins the next month
    assert plan_of(desk, "NOR-1") == [(1, "2026-02-16", "excepted"), (2, "2026-04-02", "open")]
    assert plan_of(desk, "NOR-2") == [
        (1, "2026-02-10", "met"),
        (2, "2026-02-16", "excepted"),
        (3, "2026-04-02", "open"),
    ]
    assert plan_of(desk, "NOR-3") == [(1, "2026-03-16", "open")]
    last = desk.json("journey", "NOR-1")["events"][-1]
    assert (last["event"], last["says"], last["by"]) == ("migrated", {"version": "2", "was": "1"}, "chef@norr.example")
    assert "Ärendena stämmer" in desk.says("verify", "--rows")
    assert (
        desk.says("programme", "migrate", *PAIR, "--yes")
        == "Inget ärende bytte version. Utan --yes visas vilka som kan, och varför andra inte kan.\n"
    )


@pytest.mark.usefixtures("people")
def test_it_is_taken_back_as_if_it_had_never_been(desk: Desk) -> None:
    before = {each: plan_of(desk, each) for each in ("NOR-1", "NOR-2", "NOR-3", "SOD-1")}
    desk.says("programme", "migrate", *PAIR, "--yes")
    assert desk.says("programme", "migrate", *PAIR, "--undo", "--yes") == "4 ärenden följer sin förra version igen.\n"
    assert {each: plan_of(desk, each) for each in before} == before
    assert version_of(desk, "NOR-1") == "1"
    assert "Ärendena stämmer" in desk.says("verify", "--rows")


@pytest.mark.usefixtures("people")
def test_one_journey_is_taken_back_at_the_desk(desk: Desk) -> None:
    desk.says("programme", "migrate", *PAIR, "--only", "NOR-1", "--yes")
    move = desk.json("journey", "NOR-1")["events"][-1]["id"]
    desk.says("undo", "NOR-1", move, "--reason", "fel ärende")
    assert (version_of(desk, "NOR-1"), plan_of(desk, "NOR-1")) == ("1", [(1, "2026-04-07", "open")])


@pytest.mark.usefixtures("people")
def test_only_some_are_moved(desk: Desk) -> None:
    assert desk.says("programme", "migrate", *PAIR, "--only", "soder", "--yes") == "1 ärende har bytt version.\n"
    assert (version_of(desk, "SOD-1"), version_of(desk, "NOR-1")) == ("2", "1")


@pytest.mark.usefixtures("people")
def test_last_year_s_report_does_not_change(desk: Desk) -> None:
    last_year = ("report", "--programme", "stegen", "--from", "2025-01-01", "--to", "2025-12-31")
    this_year = ("report", "--programme", "stegen", "--from", "2026-01-01", "--to", "2026-03-01")
    before = [desk.json(*words) for words in (last_year, this_year)]
    desk.says("programme", "migrate", *PAIR, "--yes")
    assert [desk.json(*words) for words in (last_year, this_year)] == before


@pytest.mark.usefixtures("people")
def test_an_export_tells_where_a_journey_began_and_reads_in_the_same(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.says("programme", "migrate", *PAIR, "--yes")
    desk.says("programme", "migrate", *PAIR, "--only", "NOR-2", "--undo", "--yes")
    desk.says("programme", "migrate", *PAIR, "--only", "NOR-2", "--yes")
    out, away = desk.says("export"), tmp_path_factory.mktemp("away")
    (away / "out.jsonl").write_text(out, encoding="utf-8")
    elsewhere = desk_at(f"sqlite:///{away / 'farled.db'}", away, monkeypatch, programmes=desk.settings.programmes)
    elsewhere.on(TODAY)
    elsewhere.says("import", str(away / "out.jsonl"))
    assert elsewhere.says("export") == out
    assert [version_of(elsewhere, each) for each in ("NOR-1", "NOR-2", "NOR-4")] == ["2", "2", "1"]
    assert elsewhere.says("import", str(away / "out.jsonl")).startswith("Inget nytt")


@pytest.mark.usefixtures("people")
def test_a_version_that_takes_a_stage_away_leaves_who_is_in_it(desk: Desk) -> None:
    shown = desk.says("programme", "migrate", "stegen:1", "stegen:3")
    assert "NOR-3: kan inte byta. Ärendet är i fasen ”Två”, som inte finns i version ”3”." in shown
    desk.says("programme", "migrate", "stegen:1", "stegen:3", "--yes")
    assert (version_of(desk, "NOR-3"), version_of(desk, "NOR-1")) == ("1", "3")


@pytest.mark.usefixtures("people")
def test_a_unit_that_is_called_something_else_is_told(desk: Desk) -> None:
    shown = desk.says("programme", "migrate", "stegen:1", "stegen:4", "--only", "NOR-1")
    assert "Enheten ”norr” finns inte i version ”4”. Heter den bara något annat nu: behåll dess id i filen" in shown


@pytest.mark.usefixtures("people")
def test_what_cannot_be_is_refused(desk: Desk) -> None:
    assert "är samma version" in desk.refuses("programme", "migrate", "stegen:1", "stegen:1")
    assert "ingen version ”9”" in desk.refuses("programme", "migrate", "stegen:1", "stegen:9")
    assert "farled programme migrate" in desk.refuses("do", "NOR-1", "migrated", "version=2", "was=1")


@pytest.mark.usefixtures("people")
def test_stopped_in_between_it_goes_on_where_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    class PowerGone(Exception):
        pass

    def cut(_: int) -> None:
        raise PowerGone

    monkeypatch.setattr("journeys.migrating.BATCH", 2)
    with desk.app() as app:
        with app.read() as connection:
            catalogue = app.catalogue(connection)
        pair = (catalogue.get("stegen", "1"), catalogue.get("stegen", "2"))
        plan = planned(catalogue, *pair, only=(), by=None, undo=False)
        with pytest.raises(PowerGone):
            carry_out(app, plan, moved=cut)
    versions = [version_of(desk, each) for each in ("NOR-1", "NOR-2", "NOR-3", "SOD-1")]
    assert versions == ["2", "2", "1", "1"]
    assert "Ärendena stämmer" in desk.says("verify", "--rows")
    assert desk.says("programme", "migrate", *PAIR, "--yes") == "2 ärenden har bytt version.\n"
    assert BATCH > 2
