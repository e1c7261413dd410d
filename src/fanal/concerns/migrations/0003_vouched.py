from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('concerns', '0002_handover_messages'),
    ]

    operations = [
        migrations.AddField(
            model_name='reportingpage',
            name='code',
            field=models.BinaryField(default=bytes, max_length=32),
        ),
        migrations.AddField(
            model_name='reportingpage',
            name='number',
            field=models.PositiveIntegerField(default=0),
        ),
    ]
