from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0004_standing'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='organisation',
            name='left_on',
        ),
        migrations.AddField(
            model_name='organisation',
            name='code',
            field=models.BinaryField(default=bytes, max_length=32),
        ),
        migrations.AddField(
            model_name='organisation',
            name='number',
            field=models.PositiveIntegerField(default=0),
        ),
    ]
