"""Where rooms are put together: what a lower room offers as a list is filled here, and nowhere else."""

from django.utils.translation import gettext_lazy as _

from rukun.clock import jobs
from rukun.clock import tasks as clock_tasks
from rukun.config import tasks as config_tasks
from rukun.config import verbs as config_verbs  # noqa: F401  declared by being imported
from rukun.guard import signed_in
from rukun.home.cards import journal_card
from rukun.journal import access as journal_access
from rukun.journal import tasks as journal_tasks
from rukun.journal.naming import NAMERS
from rukun.people import tasks as people_tasks
from rukun.people.queries import names_of_office_holders
from rukun.territory import access as territory_access
from rukun.territory import queries as territory
from rukun.territory import verbs as territory_verbs  # noqa: F401  declared by being imported
from rukun.territory.cards import CARDS
from rukun.ui import units
from rukun.ui.nav import NAV, NavItem

jobs.register([*clock_tasks.JOBS, *journal_tasks.JOBS, *people_tasks.JOBS, *config_tasks.JOBS])

NAMERS.append(names_of_office_holders)

units.NAMES.append(territory.name_of)
units.FINDERS.append(territory.find_unit)
CARDS.append(journal_card)

NAV += [
    NavItem("home:today", _("Hari ini"), signed_in),
    NavItem("territory:index", _("Wilayah"), territory_access.can_see_territory),
    NavItem("journal:journal", _("Buku mutasi"), journal_access.can_read_journal),
]
