from django.db import migrations


def of_matters(apps, schema_editor):
    """Duties of a proceeding belong to its matter."""
    duties = apps.get_model("clocks", "Duty").objects
    for pk, matter in apps.get_model("justice", "Proceeding").objects.values_list("pk", "matter_id"):
        duties.filter(subject=pk).update(about=matter)


class Migration(migrations.Migration):
    dependencies = [("clocks", "0003_about"), ("justice", "0002_count_code")]

    operations = [migrations.RunPython(of_matters, migrations.RunPython.noop)]
