from django.db import migrations

from interchange.ground.search.fulltext import quicken, slow_down


class Migration(migrations.Migration):
    dependencies = [("search", "0002_fulltext")]
    operations = [migrations.RunPython(lambda apps, editor: quicken(editor.connection), lambda apps, editor: slow_down(editor.connection))]
