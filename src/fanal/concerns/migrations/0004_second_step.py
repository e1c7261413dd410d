from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('concerns', '0003_vouched'),
    ]

    operations = [
        migrations.AlterField(
            model_name='reportingpage',
            name='code',
            field=models.BinaryField(default=bytes, max_length=64),
        ),
    ]
