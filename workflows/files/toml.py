"""Values, tables and whole programmes as TOML: what a file says, without its comments (spec: programme-format.md)."""

import json
from collections.abc import Iterator, Mapping
from datetime import date

from workflows.files.keys import LISTS
from workflows.programme import Programme

_LONG = 100  # characters of a list on one line


def programme_as_toml(programme: Programme) -> str:
    """The text of a file that says the same; what has its usual value is left out."""
    said = programme.model_dump(by_alias=True, exclude_defaults=True)
    group = said.pop("target_group", None)
    lines = list(key_lines({key: it for key, it in said.items() if key not in LISTS}))
    lines += ["", "[target_group]", *key_lines(group)] if group else []
    for name in said:
        if name in LISTS:
            lines += [line for row in said[name] for line in table(name, row)]
    return "\n".join(lines) + "\n"


def table(name: str, keys: Mapping[str, object]) -> Iterator[str]:
    """One more [[table]], after an empty line, with the keys that are not None."""
    yield ""
    yield f"[[{name}]]"
    yield from key_lines(keys)


def key_lines(keys: Mapping[str, object]) -> Iterator[str]:
    for key, it in keys.items():
        if it is not None:
            line = f"{key} = {value(it)}"
            yield line if len(line) <= _LONG or not isinstance(it, list | tuple) else f"{key} = {_on_lines(it)}"


def value(it: object) -> str:
    """A date, a list, an inline table, or what JSON writes as TOML does."""
    if isinstance(it, date):
        return it.isoformat()
    if isinstance(it, list | tuple):
        return f"[{', '.join(map(value, it))}]"
    if isinstance(it, Mapping):
        return f"{{ {', '.join(f'{key} = {value(inner)}' for key, inner in it.items())} }}"
    return json.dumps(it, ensure_ascii=False)


def _on_lines(items: list[object] | tuple[object, ...]) -> str:
    return "\n".join(["[", *(f"  {value(it)}," for it in items), "]"])
