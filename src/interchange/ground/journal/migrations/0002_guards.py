from django.db import migrations

from interchange.ground.journal.guards import drop_guards, raise_guards


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: raise_guards(editor.connection),
            lambda apps, editor: drop_guards(editor.connection),
        )
    ]
