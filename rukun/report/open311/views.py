"""The addresses of GeoReport v2. No cookie is read: whoever brings no key is everybody."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from rukun.guard import ActorRequest, Refused, public
from rukun.people.errors import KeyNotAccepted
from rukun.people.signin.keys import KeyActor, key_of
from rukun.report.actions.open311 import file_request
from rukun.report.algo.codes import grouped
from rukun.report.errors.base import ReportError
from rukun.report.errors.open311 import (
    Wrong,
    no_key,
    no_such_address,
    no_such_format,
    no_such_jurisdiction,
    no_such_request,
    no_such_service,
    no_such_token,
    not_readable,
)
from rukun.report.open311 import naming, posting, specification
from rukun.report.open311.asking import asked, asked_updates
from rukun.report.open311.serialising import FORMATS, Answer
from rukun.report.open311.specification import SHOWN
from rukun.report.queries import open311
from rukun.ui.uploads import ALTOGETHER, LARGEST, MEGABYTE

READS = ("GET", "HEAD")
LONGEST_FORM, LONGEST_KEY, LONGEST_NAME = 128 * 1024, 200, 200
"""Bytes of a form (four thousand letters, each in several bytes, all escaped), letters of keys and of their names."""
MOST_PHOTOS = 4
FRESH = 300
"""Seconds for which anybody may keep what everybody is told: it changes once a day."""

Said = tuple[int, Answer]
View = Callable[..., Answer | Said]
NOT_READABLE = (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError, LookupError)


def _endpoint(*methods: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """An address with a format at its end. What is wrong is told in that format, too."""

    def decorate(view: View) -> Callable[..., HttpResponse]:
        def answered(request: ActorRequest, /, form: str, **named: str) -> HttpResponse:
            try:
                if form not in FORMATS:
                    raise no_such_format()
                request.encoding = "utf-8"  # whatever a header says: the specification knows no other
                if request.method == "OPTIONS":
                    return _options(methods)
                if request.method not in methods:
                    raise Wrong(_("Alamat ini hanya menerima %s.") % ", ".join(methods), status=405)
                found = view(request, **named)
                status, answer = found if isinstance(found, tuple) else (200, found)
            except (Wrong, KeyNotAccepted, Refused, ReportError, *NOT_READABLE) as error:
                status, answer = _why_not(error)
            return _response(request, answer, status, form if form in FORMATS else "xml", methods)

        # What writes takes a key that no browser adds by itself.
        return csrf_exempt(public(wraps(view)(answered)))

    return decorate


@_endpoint(*READS)
def discovery(request: ActorRequest) -> Answer:
    endpoint = request.build_absolute_uri(reverse("open311:services", args=["json"])).rpartition("/")[0]
    keys = request.build_absolute_uri(reverse("people:keys"))
    contact = settings.INSTALLATION.contact or settings.INSTALLATION.operator or settings.INSTALLATION.name
    found = specification.discovery(endpoint, keys, contact, test=settings.INSTALLATION.demo)
    return Answer("discovery", found)


@_endpoint(*READS)
def services(request: ActorRequest) -> Answer:
    _jurisdiction(request)
    return Answer("services", specification.services())


@_endpoint(*READS)
def definition(request: ActorRequest, code: str) -> Answer:
    _jurisdiction(request)
    found = specification.definition(code)
    if found is None:
        raise no_such_service()
    return Answer("service_definition", found)


@_endpoint(*READS, "POST")
def requests(request: ActorRequest) -> Answer | Said:
    if request.method == "POST":
        return _post(request)
    _jurisdiction(request)
    return Answer("service_requests", open311.requests(_key(request), asked(request.GET.dict())))


@_endpoint(*READS)
def one_request(request: ActorRequest, name: str) -> Answer:
    _jurisdiction(request)
    found = open311.request(_key(request), name)
    if found is None:
        raise no_such_request()
    return Answer("service_requests", [found])


@_endpoint(*READS)
def token(request: ActorRequest, token: str) -> Answer:
    _jurisdiction(request)
    ours, name = open311.is_there(_key(request), token)
    if not ours:
        raise no_such_token()
    return Answer("service_requests", [{"service_request_id": name, "token": token}])


@_endpoint(*READS)
def updates(request: ActorRequest) -> Answer:
    _jurisdiction(request)
    return Answer("service_request_updates", open311.updates(_key(request), asked_updates(request.GET.dict())))


@_endpoint(*READS, "POST")
def nothing(request: ActorRequest, rest: str) -> Answer:
    """An address that is not there: programs are told so as of any other."""
    raise no_such_address()


def _post(request: ActorRequest) -> Said:
    """Take a request: 201, or 200 for one that was sent before. Whoever posts is told the receipt, and nobody else."""
    kind, size = request.content_type, int(request.META.get("CONTENT_LENGTH") or 0)
    with_photos = kind == "multipart/form-data"
    if not with_photos and kind != "application/x-www-form-urlencoded":
        raise not_readable()
    if size > (ALTOGETHER + MEGABYTE if with_photos else LONGEST_FORM):
        raise not_readable()
    by_header = _key(request)  # before anything is read: a wrong key must not cost us tens of megabytes of photos
    sent = request.POST
    _jurisdiction(request)
    actor = _key_of(f"Bearer {given}") if (given := sent.get("api_key", "").strip()) else by_header
    if actor is None:
        raise no_key()
    idempotency = request.headers.get("Idempotency-Key", "").strip()
    if len(idempotency) > LONGEST_NAME:
        raise not_readable()
    name = posting.named(actor.label, idempotency, sent)
    media = request.FILES.getlist("media")
    files = [each for each in media if (each.size or 0) <= LARGEST][:MOST_PHOTOS]
    draft = posting.draft_of(sent, name)
    filed = file_request(actor=actor, draft=draft, photos=[each.read() for each in files])
    dropped = [specification.too_many_photos(MOST_PHOTOS, LARGEST // MEGABYTE)] * (len(media) - len(files))
    told = {
        # Of a category of which nobody is shown single reports, there is nothing that a token could become.
        **({"token": naming.token_for(filed.report.pk)} if filed.report.category in SHOWN else {}),
        "service_notice": specification.notice() if filed.report.danger else None,
        "account_id": None,
        "receipt": grouped(name.code),
        "receipt_url": request.build_absolute_uri(reverse("report:receipt")) + f"#{name.code}",
        "media_not_taken": [*filed.not_taken, *dropped],
    }
    return 201 if filed.new else 200, Answer("service_requests", [told])


def _key(request: ActorRequest) -> KeyActor | None:
    """Who asks, by the header. A key in an address would stand in logs: there it is not read."""
    return _key_of(request.headers.get("Authorization", ""))


def _key_of(authorization: str) -> KeyActor | None:
    return key_of(authorization[: LONGEST_KEY + len("Bearer ")])


def _jurisdiction(request: ActorRequest) -> None:
    """There is one, named by the site's address; whoever leaves it out means it."""
    given = (request.GET.get("jurisdiction_id") or request.POST.get("jurisdiction_id") or "").strip().lower()
    if given and given not in {_plain(each) for each in (request.get_host(), *settings.INSTALLATION.hosts)}:
        raise no_such_jurisdiction()


def _plain(host: str) -> str:
    return host.lower().partition(":")[0].removeprefix("www.")


def _why_not(error: Exception) -> Said:
    """As the specification has it: 404 for what does not exist, 403 for keys, 400 for all else."""
    status, why = 400, [str(error)]
    match error:
        case Wrong():
            status, why = error.status, list(error.why)
        case KeyNotAccepted():
            status, why = 403, [f"api_key: {error}"]
        case Refused():
            status, why = 403, [str(error.reason)]
        case ReportError():
            pass
        case _:
            why = list(not_readable().why)
    return status, Answer("errors", [{"code": status, "description": each} for each in why])


def _options(methods: tuple[str, ...]) -> HttpResponse:
    """Pages of other sites may read what everybody reads. A key does not belong into a page: none may send."""
    response = HttpResponse(status=204)
    response.headers["Allow"] = ", ".join([*methods, "OPTIONS"])
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = ", ".join(READS)
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


def _response(request: ActorRequest, answer: Answer, status: int, form: str, methods: tuple[str, ...]) -> HttpResponse:
    response = HttpResponse(answer.written(form), status=status, content_type=FORMATS[form])
    if status == 405:
        response.headers["Allow"] = ", ".join([*methods, "OPTIONS"])
    if request.method in READS:
        response.headers["Access-Control-Allow-Origin"] = "*"
    if request.method in READS and status == 200 and not request.headers.get("Authorization"):
        patch_cache_control(response, public=True, max_age=FRESH)
    else:
        patch_cache_control(response, private=True, no_store=True)
    patch_vary_headers(response, ["Authorization"])
    return response
