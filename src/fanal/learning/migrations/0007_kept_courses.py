import fanal.vocabulary.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("learning", "0006_said_of_completions")]

    operations = [
        migrations.CreateModel(
            name="KeptCourse",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=fanal.vocabulary.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("version", models.PositiveSmallIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("signature", models.BinaryField(max_length=64)),
                ("kept_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("code", "version"), name="learning_one_kept_version")],
            },
        ),
    ]
