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
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(max_length=60)),
                ('subject_id', models.CharField(max_length=60)),
                ('anchor', models.CharField(blank=True, help_text='The id of the section that it is about.', max_length=120)),
                ('quote', models.CharField(blank=True, help_text='The words that it is about.', max_length=300)),
                ('text', models.TextField()),
                ('said_at', models.DateTimeField()),
                ('late', models.BooleanField(default=False, help_text="Said after the subject's closing moment.")),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('fingerprint', models.CharField(help_text='Of place and words: the same said twice by one person is one comment.', max_length=64)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('removal_reason', models.TextField(blank=True)),
                ('disposition', models.CharField(blank=True, choices=[('taken-up', 'Taken up'), ('partly', 'Taken up in part'), ('not-taken-up', 'Not taken up'), ('outside-scope', 'Outside the scope'), ('noted', 'Noted')], max_length=16)),
                ('disposition_reason', models.TextField(blank=True)),
                ('disposed_at', models.DateTimeField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, help_text='When those in the thread were written to about it.', null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to=settings.AUTH_USER_MODEL)),
                ('disposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='threads.comment')),
                ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['said_at', 'pk'],
                'indexes': [models.Index(fields=['subject_kind', 'subject_id', 'said_at'], name='comments_of_a_subject'), models.Index(condition=models.Q(('told_at__isnull', True)), fields=['said_at'], name='comments_to_be_told')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('author', 'fingerprint'), name='comment_said_once'), models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='comment_answers_another'), models.CheckConstraint(condition=models.Q(models.Q(('removal_reason', ''), ('removed_at__isnull', True), ('removed_by__isnull', True)), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False), models.Q(('removal_reason', ''), _negated=True)), _connector='OR'), name='removed_comment_has_who_and_why'), models.CheckConstraint(condition=models.Q(('removed_at__isnull', False), models.Q(('text', ''), _negated=True), _connector='OR'), name='standing_comment_has_words'), models.CheckConstraint(condition=models.Q(models.Q(('disposed_at__isnull', True), ('disposed_by__isnull', True), ('disposition', '')), models.Q(('disposed_at__isnull', False), ('disposed_by__isnull', False), ('disposition__in', ['taken-up', 'partly', 'not-taken-up', 'outside-scope', 'noted'])), _connector='OR'), name='disposition_has_who_and_when'), models.CheckConstraint(condition=models.Q(models.Q(('disposition__in', ['partly', 'not-taken-up', 'outside-scope']), _negated=True), models.Q(('disposition_reason', ''), _negated=True), _connector='OR'), name='disposition_has_a_reason'), models.CheckConstraint(condition=models.Q(('revision', 1), ('edited_at__isnull', False), _connector='OR'), name='edited_comment_has_time')],
            },
        ),
        migrations.CreateModel(
            name='EarlierVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('replaced_at', models.DateTimeField()),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='earlier', to='threads.comment')),
            ],
            options={
                'ordering': ['comment_id', 'revision'],
                'constraints': [models.UniqueConstraint(fields=('comment', 'revision'), name='comment_version_once')],
            },
        ),
    ]
