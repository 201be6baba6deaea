import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('calls', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('assigned', 'Asked for'), ('filed', 'Filed'), ('recused', 'Stepped aside'), ('set-aside', 'Set aside')], default='assigned', max_length=10)),
                ('reasons', models.JSONField(blank=True, default=list, help_text='Codes of SuggestReason.')),
                ('assigned_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='calls.application')),
                ('assigned_by', models.ForeignKey(blank=True, help_text='Empty: by rule.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['application', 'order', 'pk'],
                'indexes': [models.Index(fields=['reviewer', 'state'], name='assignment_of_reviewer')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['assigned', 'filed'])), fields=('application', 'reviewer'), name='file_once_per_reviewer'), models.UniqueConstraint(condition=models.Q(('state__in', ['assigned', 'filed'])), fields=('application', 'order'), name='one_reader_per_place'), models.CheckConstraint(condition=models.Q(('order__gte', 1), ('order__lte', 3)), name='first_second_or_third'), models.CheckConstraint(condition=models.Q(('state__in', ['assigned', 'filed']), ('ended_at__isnull', False), _connector='OR'), name='ended_assignment_has_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Cap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dimension', models.CharField(choices=[('profile', 'Profile'), ('sector', 'Sector'), ('organisation-kind', 'Kind of organisation'), ('region', 'Region'), ('gender', 'Gender'), ('development-status', 'Development status'), ('affiliation', 'Organisation or group'), ('nationality', 'Nationality')], max_length=20)),
                ('value', models.CharField(blank=True, max_length=200)),
                ('limit', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['set', 'dimension', 'value'],
            },
        ),
        migrations.CreateModel(
            name='ReviewerProfile',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='reviewer_profile', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('organisation', models.CharField(blank=True, max_length=200)),
                ('parent_group', models.CharField(blank=True, max_length=200)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('topics', models.JSONField(blank=True, default=list)),
                ('profiles', models.JSONField(blank=True, default=list)),
                ('capacity', models.PositiveSmallIntegerField(blank=True, help_text="Most files at once; empty: the network's default.", null=True)),
                ('updated_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('assignment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='review', serialize=False, to='selection.assignment')),
                ('remark', models.TextField(blank=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('saved_at', models.DateTimeField()),
                ('filed_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='CalibrationRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('redo_at', models.DateTimeField(blank=True, help_text='When marks were opened for the one repetition.', null=True)),
                ('note', models.TextField(blank=True, help_text='What the discussion came to.')),
                ('applications', models.ManyToManyField(related_name='calibrations', to='calls.application')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calibrations', to='calls.call')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-opened_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('call',), name='one_open_calibration')],
            },
        ),
        migrations.CreateModel(
            name='CalibrationMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attempt', models.PositiveSmallIntegerField(default=1)),
                ('score', models.PositiveSmallIntegerField()),
                ('marked_at', models.DateTimeField()),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.application')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.criterion')),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='selection.calibrationround')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('round', 'reviewer', 'application', 'criterion', 'attempt'), name='calibration_mark_once'), models.CheckConstraint(condition=models.Q(('score__gte', 1), ('score__lte', 5)), name='calibration_mark_is_1_to_5'), models.CheckConstraint(condition=models.Q(('attempt__in', [1, 2])), name='calibration_repeated_once')],
            },
        ),
        migrations.CreateModel(
            name='CapOverride',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.CharField(max_length=200)),
                ('allowed', models.PositiveSmallIntegerField(help_text='The limit that holds for this value instead.')),
                ('first_reason', models.TextField()),
                ('first_at', models.DateTimeField()),
                ('second_reason', models.TextField(blank=True)),
                ('second_at', models.DateTimeField(blank=True, null=True)),
                ('cap', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='overrides', to='selection.cap')),
                ('first_officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second_officer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['cap', 'value'],
                'constraints': [models.UniqueConstraint(fields=('cap', 'value', 'allowed'), name='override_once'), models.CheckConstraint(condition=models.Q(('first_reason', ''), _negated=True), name='override_has_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('second_at__isnull', True), ('second_officer__isnull', True)), models.Q(('second_at__isnull', False), models.Q(('second_reason', ''), _negated=True), models.Q(('second_officer', models.F('first_officer')), _negated=True)), _connector='OR'), name='override_by_two_officers')],
            },
        ),
        migrations.CreateModel(
            name='EligibilityCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField()),
                ('items', models.JSONField(blank=True, default=dict, help_text='{"complete": true, ...}')),
                ('result', models.CharField(blank=True, choices=[('eligible', 'Eligible'), ('returned', 'Returned for completion'), ('ineligible', 'Not eligible')], max_length=12)),
                ('reason', models.TextField(blank=True)),
                ('parts', models.JSONField(blank=True, default=list, help_text='Steps opened again for completion.')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='calls.application')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['application', 'opened_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('result', '')), models.Q(models.Q(('result', ''), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='check_result_has_a_time'), models.CheckConstraint(condition=models.Q(('result__in', ['', 'eligible']), models.Q(('reason', ''), _negated=True), _connector='OR'), name='negative_check_has_a_reason'), models.UniqueConstraint(condition=models.Q(('result', '')), fields=('application', 'officer'), name='one_open_check_per_officer'), models.UniqueConstraint(condition=models.Q(('result', 'returned')), fields=('application',), name='returned_once')],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='offer', serialize=False, to='calls.application')),
                ('made_at', models.DateTimeField()),
                ('lapses_at', models.DateTimeField()),
                ('paused_at', models.DateTimeField(blank=True, null=True)),
                ('from_waiting_list', models.BooleanField(default=False)),
                ('reached_at', models.DateTimeField(blank=True, help_text='When somebody whose letter came back was reached otherwise.', null=True)),
                ('answer', models.CharField(blank=True, choices=[('accepted', 'Accepted'), ('declined', 'Declined'), ('lapsed', 'Lapsed without an answer')], max_length=10)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['lapses_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='answer_has_a_time'), models.CheckConstraint(condition=models.Q(('lapses_at__gt', models.F('made_at'))), name='offer_lapses_later')],
            },
        ),
        migrations.CreateModel(
            name='Recusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.CharField(choices=[('reviewer', 'The reviewer'), ('officer', 'An officer'), ('rule', 'A rule')], max_length=10)),
                ('reason', models.CharField(choices=[('affiliation', 'Same organisation'), ('co-author', 'Work published together'), ('personal', 'Personal relation'), ('supervision', 'Supervision, now or earlier'), ('financial', 'Financial interest'), ('other', 'Another reason')], max_length=20)),
                ('recorded_at', models.DateTimeField()),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recusals', to='calls.application')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recusals', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('application', 'person'), name='recusal_once')],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('batch_id', models.BigIntegerField(help_text='The batch of letters in the post room.', null=True, unique=True)),
                ('prepared_at', models.DateTimeField()),
                ('set_revision', models.PositiveIntegerField(help_text='The state of the set that the letters were made from.')),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('discarded_at', models.DateTimeField(blank=True, null=True)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='calls.call')),
                ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('released_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-prepared_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('released_at__isnull', True), ('released_by__isnull', True)), models.Q(('released_at__isnull', False), ('released_by__isnull', False), models.Q(('released_by', models.F('prepared_by')), _negated=True)), _connector='OR'), name='release_by_a_second_officer'), models.UniqueConstraint(condition=models.Q(('discarded_at__isnull', True), ('released_at__isnull', True)), fields=('call',), name='one_release_in_preparation')],
            },
        ),
        migrations.CreateModel(
            name='Result',
            fields=[
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='result', serialize=False, to='calls.application')),
                ('points', models.DecimalField(decimal_places=2, max_digits=5)),
                ('spread', models.DecimalField(decimal_places=2, help_text='Highest less lowest total, in points.', max_digits=5)),
                ('reviews', models.PositiveSmallIntegerField()),
                ('method', models.CharField(choices=[('one', 'one review'), ('mean', 'middle of two reviews that agree'), ('median', 'median of three reviews'), ('open', 'two reviews that differ; a third is asked for')], max_length=8)),
                ('updated_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('points__gte', 0), ('points__lte', 100)), name='points_of_a_hundred')],
            },
        ),
        migrations.CreateModel(
            name='ReviewRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ground', models.CharField(choices=[('wrong-rule', 'A rule was applied wrongly'), ('overlooked-file', 'A part of my file was overlooked'), ('conflict-of-interest', 'Somebody with a conflict of interest took part')], max_length=24)),
                ('statement', models.TextField()),
                ('filed_at', models.DateTimeField()),
                ('answer_by', models.DateTimeField()),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('upheld', 'Upheld: the file gets a fresh review'), ('dismissed', 'Dismissed')], max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review_request', to='calls.application')),
                ('handler', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['answer_by'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('answered_at__isnull', False), ('handler__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='answered_request_has_handler_and_reason')],
            },
        ),
        migrations.CreateModel(
            name='SelectionReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('data', models.JSONField(default=dict)),
                ('remark', models.TextField(blank=True)),
                ('drafted_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('call', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='selection_report', to='calls.call')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), models.Q(('approved_by', models.F('drafted_by')), _negated=True)), _connector='OR'), name='report_approved_by_another')],
            },
        ),
        migrations.CreateModel(
            name='SelectionSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(default=1)),
                ('changed_at', models.DateTimeField()),
                ('call', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='selection_set', to='calls.call')),
            ],
        ),
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('accepted', 'Accepted'), ('waiting', 'Waiting list'), ('declined', 'Not selected')], max_length=10)),
                ('profile', models.SlugField(blank=True, max_length=60)),
                ('rank', models.PositiveSmallIntegerField(blank=True, help_text='Place on the waiting list of the profile.', null=True)),
                ('reason', models.TextField(blank=True)),
                ('suggested', models.BooleanField(default=False, help_text='Taken over from a suggestion.')),
                ('chosen_at', models.DateTimeField()),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='choice', to='calls.application')),
                ('chosen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='choices', to='selection.selectionset')),
            ],
            options={
                'ordering': ['set', 'outcome', 'profile', 'rank', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'waiting'), ('rank__isnull', False)), models.Q(models.Q(('outcome', 'waiting'), _negated=True), ('rank__isnull', True)), _connector='OR'), name='rank_on_the_waiting_list_only'), models.UniqueConstraint(condition=models.Q(('outcome', 'waiting')), fields=('set', 'profile', 'rank'), name='choice_rank_once_per_profile')],
            },
        ),
        migrations.AddField(
            model_name='cap',
            name='set',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='caps', to='selection.selectionset'),
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dimension', models.CharField(choices=[('profile', 'Profile'), ('sector', 'Sector'), ('organisation-kind', 'Kind of organisation'), ('region', 'Region'), ('gender', 'Gender'), ('development-status', 'Development status'), ('affiliation', 'Organisation or group'), ('nationality', 'Nationality')], max_length=20)),
                ('value', models.CharField(max_length=200)),
                ('minimum', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('aim', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('maximum', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='selection.selectionset')),
            ],
            options={
                'ordering': ['set', 'dimension', 'value'],
                'constraints': [models.UniqueConstraint(fields=('set', 'dimension', 'value'), name='target_once_per_value'), models.CheckConstraint(condition=models.Q(('minimum__isnull', True), ('maximum__isnull', True), ('minimum__lte', models.F('maximum')), _connector='OR'), name='target_least_below_most')],
            },
        ),
        migrations.CreateModel(
            name='WaitingEntry',
            fields=[
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='waiting_entry', serialize=False, to='calls.application')),
                ('profile', models.SlugField(max_length=60)),
                ('rank', models.PositiveSmallIntegerField()),
                ('valid_until', models.DateTimeField()),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('called_at', models.DateTimeField(blank=True, null=True)),
                ('notice_at', models.DateTimeField(blank=True, null=True)),
                ('expired_at', models.DateTimeField(blank=True, null=True)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waiting_entries', to='calls.call')),
            ],
            options={
                'verbose_name_plural': 'waiting entries',
                'ordering': ['call', 'profile', 'rank'],
                'constraints': [models.UniqueConstraint(fields=('call', 'profile', 'rank'), name='waiting_rank_once_per_profile')],
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('comment', models.TextField(blank=True)),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.criterion')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='selection.review')),
            ],
            options={
                'ordering': ['review', 'criterion__order'],
                'constraints': [models.UniqueConstraint(fields=('review', 'criterion'), name='mark_once_per_criterion'), models.CheckConstraint(condition=models.Q(('score__isnull', True), models.Q(('score__gte', 1), ('score__lte', 5)), _connector='OR'), name='mark_is_1_to_5')],
            },
        ),
        migrations.AddConstraint(
            model_name='cap',
            constraint=models.UniqueConstraint(fields=('set', 'dimension', 'value'), name='cap_once_per_value'),
        ),
    ]
