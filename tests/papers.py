"""An exit document without the pages, and without typst: a draft, and an edition of whatever bytes."""

from journeys.exit.drafts import NEW, save_draft
from journeys.exit.editions import finish
from journeys.storage.dossiers import load
from journeys.work import Work

PDF = b"%PDF"


def id_of(work: Work, reference: str) -> int:
    journey_id = load(work.connection, work.catalogue, reference).id
    assert journey_id is not None
    return journey_id


def writes(work: Work, reference: str, text: str, *, seen: int = NEW, staff_id: int = 1) -> bool:
    """Save a draft; False where somebody else was first."""
    texts, journey_id = {"recommendation": text}, id_of(work, reference)
    return save_draft(work.connection, work.keys, journey_id, texts, seen=seen, staff_id=staff_id, now=work.now)


def finishes(work: Work, reference: str, pdf: bytes = PDF, *, mark: str = "", protected: bool = False) -> int:
    """The number of the edition."""
    journey_id = id_of(work, reference)
    return finish(
        work.connection,
        work.keys,
        journey_id,
        lambda _: pdf,
        mark=mark,
        protected=protected,
        staff_id=1,
        now=work.now,
    )
