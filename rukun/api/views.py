from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rukun.api.reading import operations
from rukun.api.root import api
from rukun.guard import ActorRequest, public


@public
@require_safe
def docs(request: ActorRequest) -> HttpResponse:
    """The OpenAPI document as a page, drawn on the server."""
    schema = api.get_openapi_schema()
    return render(request, "api/docs.html", {"info": schema["info"], "operations": operations(schema)})
