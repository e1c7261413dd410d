from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("learning", "0004_tables_and_sessions")]

    operations = [
        migrations.AddField("attempt", "confirmed", models.BooleanField(default=True, db_default=True)),
        migrations.AddField("attempt", "kept_until", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("event", "skew", models.IntegerField(default=0, db_default=0)),
    ]
