from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("threads", "0002_following"),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="ai_assisted",
            field=models.BooleanField(default=False, help_text="Its author says that AI helped to write it."),
        ),
    ]
