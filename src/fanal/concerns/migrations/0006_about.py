from django.db import migrations


def of_concerns(apps, schema_editor):
    """The sender's duties of a handover belong to its concern."""
    duties = apps.get_model("clocks", "Duty").objects
    sent = apps.get_model("concerns", "Handover").objects.exclude(concern=None)
    for pk, org, concern in sent.values_list("pk", "org_id", "concern_id"):
        duties.filter(subject=pk, org=org).update(about=concern)


class Migration(migrations.Migration):
    dependencies = [("clocks", "0003_about"), ("concerns", "0005_teams")]

    operations = [migrations.RunPython(of_concerns, migrations.RunPython.noop)]
