from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("justice", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="gapscount",
            name="code",
            field=models.BinaryField(default=bytes, max_length=32),
        ),
    ]
