"""Questions of Member States to a session are statements (`statements.0002` carried them over)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_public_meetings_and_questions"), ("statements", "0002_questions_put_to_sessions")]
    operations = [migrations.DeleteModel("StateQuestion")]
