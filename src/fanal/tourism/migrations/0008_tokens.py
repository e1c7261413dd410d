import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import fanal.vocabulary.ids

_KEY = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+"}


class Migration(migrations.Migration):
    dependencies = [("network", "0015_full_from"), ("tourism", "0007_believed")]

    operations = [
        migrations.CreateModel(
            "Token",
            [
                (
                    "id",
                    models.UUIDField(
                        default=fanal.vocabulary.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("code", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                ("until", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("made_by", models.ForeignKey(settings.AUTH_USER_MODEL, **_KEY)),
                ("org", models.ForeignKey("network.organisation", **_KEY)),
            ],
        )
    ]
