"""What waits for a key keeper is made anew of what was agreed to; its bytes are kept nowhere."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("research", "0005_computing_failed")]

    operations = [migrations.RemoveField(model_name="draft", name="final")]
