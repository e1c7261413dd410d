from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tourism", "0006_register")]

    operations = [
        migrations.RemoveField("actionstate", "basis"),
        migrations.RemoveField("site", "people"),
        migrations.RemoveField("contact", "site"),
        migrations.RemoveField("contact", "person"),
        migrations.AddField("annualreport", "weighed", models.JSONField(default=dict)),
    ]
