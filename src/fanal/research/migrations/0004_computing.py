from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("research", "0003_doi")]

    operations = [
        migrations.AddField(model_name="study", name="computing_until", field=models.DateTimeField(blank=True, null=True)),
    ]
