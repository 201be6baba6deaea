from django.db import migrations

from interchange.ground.search.fulltext import build, remove

PAGES = ("repository_pagetext", "repository_page_fts")


class Migration(migrations.Migration):
    dependencies = [("repository", "0001_initial")]
    operations = [
        migrations.RunPython(lambda apps, editor: build(editor.connection, *PAGES), lambda apps, editor: remove(editor.connection, *PAGES))
    ]
