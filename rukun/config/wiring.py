"""Where rooms are put together: what a lower room offers as a list is filled here, and nowhere else."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rukun.alarm import follow as alarm_follow
from rukun.alarm import talk as alarm_talk
from rukun.alarm import verbs as alarm_verbs  # noqa: F401  declared by being imported
from rukun.alarm import verbs_warnings  # noqa: F401  declared by being imported
from rukun.alarm.actions import ending as alarm_ending
from rukun.alarm.doors import DOORS as ALARM_DOORS
from rukun.alarm.kept import KEPT as ALARM_KEPT
from rukun.alarm.notices import NOTICES as ALARM_NOTICES
from rukun.alarm.notices import POSKO as ALARMS_TO_POSKO
from rukun.alarm.notices_warnings import NOTICES as WARNING_NOTICES
from rukun.alarm.notices_warnings import POSKO as WARNINGS_TO_POSKO
from rukun.alarm.queries.own_data import OWN_PARTS as ALARM_PARTS
from rukun.alarm.tasks import JOBS as ALARM_JOBS
from rukun.alarm.tasks_warnings import JOBS as WARNING_JOBS
from rukun.almanac import follow as almanac_follow
from rukun.almanac import verbs as almanac_verbs  # noqa: F401  declared by being imported
from rukun.almanac.whose import OWN as CALENDAR_OF
from rukun.clock import jobs
from rukun.clock import tasks as clock_tasks
from rukun.commitment import follow as commitment_follow
from rukun.commitment import tasks as commitment_tasks
from rukun.commitment import verbs as commitment_verbs  # noqa: F401  declared by being imported
from rukun.commitment.actions.ticking import calendar_changed
from rukun.commitment.queries.handoffs import names_of_authorities
from rukun.config import tasks as config_tasks
from rukun.config import verbs as config_verbs  # noqa: F401  declared by being imported
from rukun.demo import codes as demo_codes
from rukun.evidence.actions import prepare_ahead
from rukun.guard import anybody, signed_in
from rukun.home.cards import journal_card
from rukun.incident import access as incident_access
from rukun.incident import suspected
from rukun.incident import tasks as incident_tasks
from rukun.incident import tasks_keeping as incident_keeping
from rukun.incident import verbs as incident_verbs  # noqa: F401  declared by being imported
from rukun.incident.actions import joining, ringing
from rukun.incident.kept import KEPT as INCIDENT_KEPT
from rukun.incident.notices import NOTICES as INCIDENT_NOTICES
from rukun.incident.queries.own_data import OWN_PARTS as INCIDENT_PARTS
from rukun.journal import access as journal_access
from rukun.journal import tasks as journal_tasks
from rukun.journal.naming import NAMERS
from rukun.notify import access as notify_access
from rukun.notify import desk, notices, own_sentences
from rukun.notify import tasks as notify_tasks
from rukun.notify import verbs as notify_verbs  # noqa: F401  declared by being imported
from rukun.notify.actions import codes as notify_codes
from rukun.notify.actions.errands import ERRANDS
from rukun.notify.actions.members import tell_members
from rukun.notify.actions.sinks import POSKO_NOTICES
from rukun.notify.kept import KEPT as NOTIFY_KEPT
from rukun.notify.notices_members import NOTICES as MEMBER_NOTICES
from rukun.notify.own_notices import NOTICES as NOTIFY_NOTICES
from rukun.notify.queries.wishes import OWN_PARTS as NOTIFY_PARTS
from rukun.people import access as people_access
from rukun.people import tasks as people_tasks
from rukun.people.access.invitations import ALSO_INVITE, LET_IN_BY_OTHERS
from rukun.people.actions.positions import BEFORE_END
from rukun.people.cards import people_card
from rukun.people.keeping import KEPT
from rukun.people.queries import names_of_office_holders
from rukun.people.queries.directory import own_unit
from rukun.people.queries.keys import names_of_keys
from rukun.people.queries.profile import PARTS
from rukun.people.signin.codes import PRETENDERS, READY, SENDERS
from rukun.people.signin.doors import DOORS
from rukun.report import access as report_access
from rukun.report import follow as report_follow
from rukun.report import talk_examples
from rukun.report import tasks as report_tasks
from rukun.report import verbs as report_verbs  # noqa: F401  declared by being imported
from rukun.report.actions import alerting, owing
from rukun.report.actions.telling import contact_joined
from rukun.report.kept import KEPT as REPORT_KEPT
from rukun.report.notices import NOTICES as REPORT_NOTICES
from rukun.report.notices_officers import NOTICES as OFFICER_NOTICES
from rukun.report.notices_officers import POSKO
from rukun.report.talk import TALK
from rukun.report.talk_later import CONFIRM, QUESTION
from rukun.roster import living_tasks, talk_availability, talk_living, telling_tasks
from rukun.roster import notices as roster_notices
from rukun.roster import notices_living as roster_notices_living
from rukun.roster import verbs as roster_verbs  # noqa: F401  declared by being imported
from rukun.roster.kept import KEPT as ROSTER_KEPT
from rukun.roster.queries.own_data import OWN_PARTS as ROSTER_PARTS
from rukun.roster.tasks import JOBS as ROSTER_JOBS
from rukun.seal.tables import SEALED, Sealed
from rukun.territory import access as territory_access
from rukun.territory import queries as territory
from rukun.territory import verbs as territory_verbs  # noqa: F401  declared by being imported
from rukun.territory.cards import CARDS
from rukun.training import follow as training_follow
from rukun.training import tasks as training_tasks
from rukun.training.access.members import let_in_by_a_board, may_let_in
from rukun.training.actions.member_endings import end_with_last_position
from rukun.training.keeping import KEPT as TRAINING_KEPT
from rukun.training.queries.own import OWN_PARTS
from rukun.ui import units
from rukun.ui.careful import LOOKS
from rukun.ui.nav import NAV, NavItem

jobs.register(
    [
        *clock_tasks.JOBS,
        *journal_tasks.JOBS,
        *people_tasks.JOBS,
        *training_tasks.JOBS,
        *notify_tasks.JOBS,
        *commitment_tasks.JOBS,
        *ROSTER_JOBS,
        *telling_tasks.JOBS,
        *living_tasks.JOBS,
        *ALARM_JOBS,
        *WARNING_JOBS,
        *report_tasks.JOBS,
        *incident_tasks.JOBS,
        *incident_keeping.JOBS,
        *config_tasks.JOBS,
    ]
)

SEALED += [
    Sealed("notify.Contact", "address"),
    Sealed("notify.Received", "content"),
    Sealed("notify.Question", "content"),
    Sealed("notify.Outgoing", "content"),
    Sealed("notify.Setting", "content"),
    Sealed("commitment.Step", "content"),
    Sealed("roster.Handover", "content"),
    Sealed("report.Report", "account"),
    Sealed("report.Contact", "content"),
    Sealed("report.Message", "content"),
    Sealed("report.Talk", "contact"),
    Sealed("evidence.Photo", "phash"),
    Sealed("evidence.Photo", "capture"),
    Sealed("evidence.Original", "content"),
    Sealed("evidence.Rendition", "content"),
    Sealed("evidence.Voice", "content"),
    Sealed("incident.Step", "content"),
    Sealed("incident.Observation", "content"),
    Sealed("incident.Measure", "content"),
    Sealed("incident.Closing", "content"),
    Sealed("incident.HotSpot", "content"),
    Sealed("incident.Handover", "content"),
]

KEPT += TRAINING_KEPT + NOTIFY_KEPT + ROSTER_KEPT + REPORT_KEPT + ALARM_KEPT + INCIDENT_KEPT
PARTS += OWN_PARTS + NOTIFY_PARTS + ROSTER_PARTS + ALARM_PARTS + INCIDENT_PARTS
ALSO_INVITE.append(may_let_in)
BEFORE_END.append(end_with_last_position)
LET_IN_BY_OTHERS.append(let_in_by_a_board)

CALENDAR_OF.append(own_unit)
almanac_follow.CHANGED.append(calendar_changed)
commitment_follow.CHANGED[owing.LABEL] = owing.keep_in_step
commitment_follow.DESCRIBED[owing.LABEL] = owing.described
commitment_follow.HEIRS[owing.LABEL] = owing.heir_of
commitment_follow.PLACES[owing.LABEL] = owing.place_of
commitment_follow.HOLD[owing.LABEL] = owing.hold
commitment_follow.HAPPENED[owing.LABEL] = alerting.happened

DOORS.update(ALARM_DOORS)
LOOKS.append(suspected)  # names and numbers in what posko and officers write
NAMERS += [names_of_office_holders, names_of_keys, names_of_authorities]

units.NAMES.append(territory.name_of)
units.FINDERS.append(territory.find_unit)
CARDS += [people_card, journal_card]

desk.register(TALK, QUESTION, CONFIRM, *talk_availability.TOPICS, *talk_living.TOPICS, *alarm_talk.TOPICS)
desk.JOINED.append(contact_joined)
desk.BEFORE.append(prepare_ahead)
desk.SENTENCES += [own_sentences.sentences, talk_examples.sentences, talk_availability.sentences, talk_living.sentences]
desk.CLAIMS.append(alarm_talk.claim)
desk.SENTENCES.append(alarm_talk.sentences)
notices.register(*NOTIFY_NOTICES, *MEMBER_NOTICES, *REPORT_NOTICES, *OFFICER_NOTICES)
notices.register(*roster_notices.NOTICES, *roster_notices_living.NOTICES)
notices.register(*INCIDENT_NOTICES)
report_follow.AROUND.append(joining.report_around)
report_follow.KEPT_APART.append(joining.report_kept_apart)
report_follow.OVER.append(joining.over_for)
notices.register(*WARNING_NOTICES)
training_follow.TELL.append(tell_members)
notices.register(*ALARM_NOTICES)
POSKO_NOTICES += [*POSKO, *ALARMS_TO_POSKO, *WARNINGS_TO_POSKO]
alarm_follow.CHANGED["incident"] = ringing.board_changed
alarm_follow.EXISTS["incident"] = ringing.is_open
alarm_follow.GATHERS["incident"] = ringing.may_gather
alarm_follow.PAGES["incident"] = incident_access.page_for
ERRANDS[alarm_ending.OVER] = alarm_ending.tell_over
ERRANDS |= {notify_codes.SEND: notify_codes.pass_on, alerting.RECEIVED: alerting.tell_of_received}
SENDERS.append(notify_codes.send_code)
PRETENDERS.append(notify_codes.send_code)
READY[notify_codes.send_code] = notify_codes.can_send
if settings.INSTALLATION.demo:
    SENDERS.append(demo_codes.keep)

NAV += [
    NavItem("home:today", _("Hari ini"), signed_in),
    NavItem("incident:board", _("Papan posko"), incident_access.can_see_board),
    NavItem("report:reports", _("Laporan"), report_access.can_see_reports),
    NavItem("roster:home", _("Jadwal ronda"), signed_in),
    NavItem("people:directory", _("Petugas kita"), people_access.can_see_directory),
    NavItem("territory:index", _("Wilayah"), territory_access.can_see_territory),
    NavItem("training:partners", _("Mitra"), anybody),
    NavItem("training:courses", _("Belajar"), anybody),
    NavItem("people:persons", _("Orang"), people_access.can_see_people),
    NavItem("journal:journal", _("Buku mutasi"), journal_access.can_read_journal),
    NavItem("notify:channels", _("Saluran"), notify_access.can_manage_channels),
]
