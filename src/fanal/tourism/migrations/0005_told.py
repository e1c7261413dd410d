from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tourism", "0004_reports")]

    operations = [
        migrations.AlterField("sanction", "notice_on", models.DateField(blank=True, null=True)),
        migrations.AlterField("sanction", "answer_due", models.DateField(blank=True, null=True)),
    ]
