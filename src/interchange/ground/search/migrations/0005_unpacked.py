from django.db import migrations

from interchange.ground.search.fulltext import pack, unpack


class Migration(migrations.Migration):
    dependencies = [("search", "0004_words_and_times")]
    operations = [migrations.RunPython(lambda apps, editor: unpack(editor.connection), lambda apps, editor: pack(editor.connection))]
