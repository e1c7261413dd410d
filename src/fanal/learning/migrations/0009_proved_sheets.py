from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("learning", "0008_proved")]

    operations = [
        migrations.AddField("sheet", "code", models.BinaryField(db_default=b"", default=bytes, max_length=64)),
    ]
