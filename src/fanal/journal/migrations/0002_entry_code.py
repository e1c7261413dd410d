from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="code",
            field=models.BinaryField(default=bytes, max_length=32),
        ),
    ]
