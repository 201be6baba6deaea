from django.db import migrations

from interchange.ground.search.fulltext import build, remove


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(lambda apps, editor: build(editor.connection), lambda apps, editor: remove(editor.connection))]
