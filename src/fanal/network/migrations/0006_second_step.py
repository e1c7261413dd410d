from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0005_vouched'),
    ]

    operations = [
        migrations.AlterField(
            model_name='organisation',
            name='code',
            field=models.BinaryField(default=bytes, max_length=64),
        ),
        migrations.AlterField(
            model_name='person',
            name='code',
            field=models.BinaryField(default=bytes, max_length=64),
        ),
    ]
