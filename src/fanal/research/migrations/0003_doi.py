from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("research", "0002_correction")]

    operations = [
        migrations.AddField(model_name="release", name="doi", field=models.CharField(blank=True, max_length=120)),
    ]
