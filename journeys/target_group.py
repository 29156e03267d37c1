"""Where a referral lies outside the target group: said and stored, never refused (spec: programme-format.md)."""

from workflows.history import History
from workflows.programme import Programme


def warnings(programme: Programme, history: History) -> list[str]:
    """Sentences without anything that tells who the person is."""
    referral = next(event for event in history.events if event.name == "referred")
    return outside(programme, age=referral.data.get("age"), municipality=referral.data.get("municipality"))


def outside(programme: Programme, *, age: int | None, municipality: str | None) -> list[str]:
    """`age` in full years on the referral date."""
    group = programme.target_group
    found = []
    if group.age and age is not None and not group.age[0] <= age <= group.age[1]:
        found.append(f"Åldern ligger utanför {group.age[0]}–{group.age[1]} år.")
    if group.municipalities and municipality and municipality not in group.municipalities:
        found.append("Kommunen hör inte till insatsen.")
    return found
