from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0014_profile'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='full_from',
            field=models.DateField(blank=True, null=True),
        ),
    ]
