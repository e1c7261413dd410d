"""A study names the lists of its published table, so that a given model is read before it is registered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("research", "0006_no_final")]

    operations = [
        migrations.AddField(model_name="study", name="lists", field=models.JSONField(default=list)),
    ]
