from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("research", "0004_computing")]

    operations = [
        migrations.AddField(
            model_name="study", name="computing_failed", field=models.CharField(blank=True, max_length=20)
        ),
    ]
