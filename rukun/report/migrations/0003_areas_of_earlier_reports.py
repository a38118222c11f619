from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rukun.journal.algo.chain import chain_of


def fill_area(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Reports that came before there was such a field."""
    reports = apps.get_model("report", "Report").objects
    for unit in list(reports.order_by().values_list("unit", flat=True).distinct()):
        reports.filter(unit=unit).update(area=chain_of(unit))


class Migration(migrations.Migration):
    dependencies = [("report", "0002_owners_and_merging")]
    operations = [migrations.RunPython(fill_area, migrations.RunPython.noop)]
