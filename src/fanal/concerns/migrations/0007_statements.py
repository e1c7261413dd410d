"""What was signed for the gate of a page goes to the one table of all rooms, with its identifiers: the code of the page is
over them."""

from django.core.management.color import no_style
from django.db import migrations


def carry(apps, schema_editor):
    there = apps.get_model("access", "Statement")
    rows = apps.get_model("concerns", "Statement").objects.order_by("pk")
    for pk, org, country, *told in rows.values_list(
        "pk", "page__org_id", "page__country", "item", "by_id", "stated_on", "holds_until", "words"
    ).iterator():
        item, by, stated_on, holds_until, words = told
        there.objects.create(
            pk=pk, org_id=org, room="concerns", country=country, item=item, by_id=by, stated_on=stated_on,
            holds_until=holds_until, words=words,
        )
    connection = schema_editor.connection
    with connection.cursor() as cursor:  # the next one signed gets the number after these
        for line in connection.ops.sequence_reset_sql(no_style(), [there]):
            cursor.execute(line)
        if connection.vendor == "postgresql":  # or the table below cannot go
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0006_statements'),
        ('concerns', '0006_about'),
    ]

    operations = [
        migrations.RunPython(carry, migrations.RunPython.noop),
        migrations.DeleteModel(name='Statement'),
    ]
