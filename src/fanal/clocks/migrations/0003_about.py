from django.db import migrations, models


def by_itself(apps, schema_editor):
    """Each duty is about its own subject; rooms say afterwards which belong to a file."""
    apps.get_model("clocks", "Duty").objects.update(about=models.F("subject"))


class Migration(migrations.Migration):
    dependencies = [("clocks", "0002_rules")]

    operations = [
        migrations.AddField("duty", "about", models.UUIDField(null=True)),
        migrations.AddField("duty", "deferred", models.CharField(blank=True, default="", max_length=12), preserve_default=False),
        migrations.RunPython(by_itself, migrations.RunPython.noop),
        migrations.AlterField("duty", "about", models.UUIDField()),
        migrations.AddIndex("duty", models.Index(fields=["about", "due_at"], name="clocks_about_due")),
    ]
