from django.db import migrations

from interchange.ground.search.fulltext import quicken, slow_down

PAGES = ("repository_pagetext", "repository_page_fts")


class Migration(migrations.Migration):
    dependencies = [("repository", "0003_fragment")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: quicken(editor.connection, *PAGES), lambda apps, editor: slow_down(editor.connection, *PAGES)
        )
    ]
