import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='AddressMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254, unique=True)),
                ('marked_at', models.DateTimeField()),
                ('code', models.CharField(max_length=20)),
                ('note', models.CharField(blank=True, help_text='What was done: telephoned, wrote by post, new address.', max_length=300)),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Unsubscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254, unique=True)),
                ('since', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('prepared', 'Prepared'), ('released', 'Released'), ('cancelled', 'Cancelled')], default='prepared', max_length=10)),
                ('subject_kind', models.CharField(blank=True, max_length=60)),
                ('subject_id', models.BigIntegerField(null=True)),
                ('prepared_at', models.DateTimeField()),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('prepared_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('released_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'batches',
                'ordering': ['-prepared_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('released_by', models.F('prepared_by')), _negated=True), name='batch_needs_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'released'), _negated=True), models.Q(('released_at__isnull', False), ('released_by__isnull', False)), _connector='OR'), name='released_batch_has_releaser_and_time')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('template', models.CharField(db_index=True, max_length=80)),
                ('essential', models.BooleanField(default=True)),
                ('secret', models.BooleanField(default=False, help_text='Holds a sign-in code or link; the text is blanked once sent.')),
                ('address', models.EmailField(max_length=254)),
                ('subject', models.CharField(max_length=250)),
                ('body', models.TextField()),
                ('subject_kind', models.CharField(blank=True, max_length=60)),
                ('subject_id', models.BigIntegerField(null=True)),
                ('state', models.CharField(choices=[('held', 'Held for release'), ('queued', 'Waiting to be sent'), ('claimed', 'Taken up by a worker'), ('handing-over', 'Being handed to the mail server'), ('sent', 'Sent'), ('soft-bounce', 'Not taken for now, tried again later'), ('bounced', 'Refused for good'), ('failed', 'Given up'), ('unconfirmed', 'Perhaps sent: a person must look'), ('cancelled', 'Cancelled'), ('stopped', 'Stopped: the address bounced before')], default='queued', max_length=14)),
                ('message_id', models.CharField(max_length=200, unique=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(blank=True, null=True)),
                ('claimed_by', models.CharField(blank=True, max_length=80)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.CharField(blank=True, max_length=300)),
                ('written_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='post.batch')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-written_at', '-pk'],
                'indexes': [models.Index(fields=['state', 'next_try_at'], name='letters_due'), models.Index(fields=['subject_kind', 'subject_id'], name='letters_about')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='sent_letter_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'held'), _negated=True), ('batch__isnull', False), _connector='OR'), name='held_letter_has_batch')],
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('template', models.CharField(max_length=80)),
                ('version', models.PositiveIntegerField()),
                ('subject', models.CharField(max_length=250)),
                ('body', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['template', '-version'],
                'constraints': [models.UniqueConstraint(fields=('template', 'version'), name='wording_version_once')],
            },
        ),
    ]
