from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tourism", "0005_told")]

    operations = [
        migrations.CreateModel(
            name="RegisterSnapshot",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("taken_at", models.DateTimeField()),
                ("token", models.TextField()),
            ],
        ),
    ]
