from rukun.journal.algo.chain import chain_of
from rukun.report.categories import CATEGORIES
from rukun.report.models import Report


def unit_of(report: Report) -> str:
    """In whose book something about a report is written: the kelurahan's, of what is not ordinary the installation's.

    A book is for ever. It must not tell more of a report than what stays of it, and of a complaint, or of what is
    protected, not even the kelurahan that there was one.
    """
    return chain_of(report.unit) if CATEGORIES[report.category].kind == "ordinary" else ""
