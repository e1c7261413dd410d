from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("learning", "0005_offline")]

    operations = [
        migrations.AddField("completion", "interactive", models.BooleanField(blank=True, null=True)),
        migrations.AddField("completion", "signed_on", models.DateField(blank=True, null=True)),
    ]
