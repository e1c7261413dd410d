from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clocks", "0003_about")]

    operations = [
        migrations.AddIndex(
            "duty", models.Index(fields=["owner", "due_at"], name="clocks_unheld", condition=models.Q(("person", None)))
        ),
        migrations.AddIndex("duty", models.Index(fields=["org", "step"], name="clocks_told")),
    ]
