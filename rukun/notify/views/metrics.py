"""Numbers of queue and channels for a monitoring program, in the text format of Prometheus."""

from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from rukun.guard import ActorRequest, public
from rukun.notify.keys import metrics_token
from rukun.notify.queries.costs import totals
from rukun.notify.queries.health import errands_failed, health

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@public
@require_safe
@never_cache
def metrics(request: ActorRequest) -> HttpResponse:
    """Only for whoever shows the token of ``keys/metrics.key``; without that file there is no such page."""
    token = metrics_token()
    if not token:
        raise Http404
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not constant_time_compare(given.strip(), token):
        answer = HttpResponse("a bearer token is needed\n", "text/plain; charset=utf-8", 401)
        answer.headers["WWW-Authenticate"] = 'Bearer realm="metrics"'
        return answer
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Channels())
    return HttpResponse(generate_latest(registry), CONTENT_TYPE)


class _Channels(Collector):
    """Asked of the database at each scrape: several processes would each count for themselves."""

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        now = timezone.now()
        on = GaugeMetricFamily("rukun_channel_on", "1 while the channel is switched on.", labels=["channel"])
        fails = GaugeMetricFamily(
            "rukun_channel_failing", "1 while the channel's last try failed for its own reasons.", labels=["channel"]
        )
        worked = GaugeMetricFamily(
            "rukun_channel_last_success_timestamp_seconds", "When a provider last took a message.", labels=["channel"]
        )
        waiting = GaugeMetricFamily("rukun_outbox_waiting", "Messages that wait or are being sent.", labels=["channel"])
        oldest = GaugeMetricFamily(
            "rukun_outbox_oldest_seconds", "For how long the oldest message that is due has been.", labels=["channel"]
        )
        failed = GaugeMetricFamily(
            "rukun_outbox_given_up", "Messages given up within seven days.", labels=["channel", "reason"]
        )
        incoming = GaugeMetricFamily("rukun_inbox_waiting", "Messages that came and wait.", labels=["channel"])
        late = GaugeMetricFamily("rukun_inbox_oldest_seconds", "Age of the oldest of them.", labels=["channel"])
        broken = GaugeMetricFamily(
            "rukun_inbox_broken", "Messages that came and could not be read, until they are erased.", labels=["channel"]
        )
        for code, each in health().items():
            on.add_metric([code], each.on)
            fails.add_metric([code], each.on and each.fails)
            if each.worked_at is not None:
                worked.add_metric([code], each.worked_at.timestamp())
            waiting.add_metric([code], each.waiting)
            oldest.add_metric([code], max(0.0, (now - each.oldest).total_seconds()) if each.oldest else 0)
            for why, number in each.failures.items():
                failed.add_metric([code, why or "unknown"], number)
            if each.channel.talks:
                incoming.add_metric([code], each.incoming)
                age = now - each.incoming_oldest if each.incoming_oldest else None
                late.add_metric([code], max(0.0, age.total_seconds()) if age else 0)
                broken.add_metric([code], each.broken)
        sent = CounterMetricFamily("rukun_messages_sent", "Messages that providers took.", labels=["channel"])
        lost = CounterMetricFamily("rukun_messages_failed", "Messages given up.", labels=["channel"])
        cost = CounterMetricFamily("rukun_messages_rupiah", "What messages cost, in rupiah.", labels=["channel"])
        for code, month in totals().items():
            sent.add_metric([code], month.messages)
            lost.add_metric([code], month.failures)
            cost.add_metric([code], month.rupiah)
        errands = GaugeMetricFamily(
            "rukun_errands_failed", "Sign-in codes and news for officers that could not be written, until erased."
        )
        errands.add_metric([], errands_failed())
        yield from (on, fails, worked, waiting, oldest, failed, incoming, late, broken, errands, sent, lost, cost)
