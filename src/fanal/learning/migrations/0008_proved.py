from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("learning", "0007_kept_courses")]

    operations = [
        migrations.AddField(
            "attempt", "code", models.BinaryField(db_default=b"", default=bytes, max_length=64)
        ),
    ]
