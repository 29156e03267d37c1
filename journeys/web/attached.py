"""Files to fetch from a page: in which forms there are, where, and the answer that a browser saves."""

from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.responses import Response

from journeys.visibility.access import NotFound
from journeys.web.visit import Visit

NAMES: Mapping[str, str] = {"pdf": "PDF", "xlsx": "Excel (XLSX)", "csv": "CSV"}
_MEDIA = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
KIND = "som"
"""What an address calls the kind of file."""


def links(visit: Visit, path: str) -> list[tuple[str, str]]:
    """Address and name of each kind of file that `path` gives, of what the address of this page asks for."""
    asked = [(name, value) for name, value in visit.request.query_params.multi_items() if name != KIND]
    return [(f"{path}?{urlencode([*asked, (KIND, kind)])}", name) for kind, name in NAMES.items()]


def asked_kind(visit: Visit) -> str:
    """Raises NotFound where there is no such kind."""
    kind = visit.request.query_params.get(KIND, "pdf")
    if kind not in NAMES:
        raise NotFound
    return kind


def attached(content: bytes, name: str, kind: str) -> Response:
    """A file to save; `name` is made of ids and days, so that it can be one everywhere."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return Response(content, media_type=_MEDIA[kind], headers=headers)
