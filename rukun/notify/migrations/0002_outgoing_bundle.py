from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notify", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="outgoing",
            index=models.Index(fields=["bundle"], name="notify_outgoing_bundle"),
        ),
    ]
