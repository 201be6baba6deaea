"""Saved searches have one home for the whole house (the search room): those of this room go there, with what people wished about their letters."""

from django.db import migrations, models

LETTER = ("repository.alert", "search.found")


def move(apps, editor):
    if "savedsearch" not in apps.all_models["repository"]:  # the tests make tables from today's models, in which nothing is left to move
        return
    here, there = apps.get_model("repository", "SavedSearch"), apps.get_model("search", "SavedSearch")
    fields = ("person_id", "title", "query", "alert", "created_at", "seen_until")
    rows = here.objects.exclude(query="").values(*fields)
    there.objects.bulk_create([there(place="repository", **row) for row in rows])
    for name in ("Letter", "Wish", "Wording"):
        apps.get_model("post", name).objects.filter(template=LETTER[0]).update(template=LETTER[1])


def back(apps, editor):
    here, there = apps.get_model("repository", "SavedSearch"), apps.get_model("search", "SavedSearch")
    fields = ("person_id", "title", "query", "alert", "created_at", "seen_until")
    here.objects.bulk_create([here(**row) for row in there.objects.filter(place="repository").values(*fields)])
    for name in ("Letter", "Wish", "Wording"):
        apps.get_model("post", name).objects.filter(template=LETTER[1]).update(template=LETTER[0])


class Migration(migrations.Migration):
    dependencies = [("repository", "0004_quick"), ("search", "0006_saved"), ("post", "0003_wishes_and_incoming_mail")]
    operations = [
        migrations.RunPython(move, back),
        migrations.DeleteModel(name="SavedSearch"),
        migrations.AddIndex(model_name="record", index=models.Index(fields=["state", "-id"], name="record_by_arrival")),
    ]
