import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, help_text='TEN/APP/2026/0001; given at submission.', max_length=40, null=True, unique=True)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('returned', 'Returned for completion'), ('eligible', 'Eligible'), ('ineligible', 'Not eligible'), ('in-review', 'In review'), ('scored', 'Scored'), ('shortlisted', 'Shortlisted'), ('decided', 'Decided'), ('offered', 'Place offered'), ('confirmed', 'Place accepted'), ('refused-offer', 'Place refused'), ('lapsed', 'Offer lapsed'), ('withdrawn', 'Withdrawn'), ('duplicate', 'Duplicate')], default='draft', max_length=16)),
                ('outcome', models.CharField(blank=True, choices=[('accepted', 'Accepted'), ('waiting', 'Waiting list'), ('declined', 'Not selected')], max_length=10)),
                ('revision', models.PositiveIntegerField(default=1, help_text='Counts saves; two tabs notice each other by it.')),
                ('invited', models.BooleanField(default=False, help_text='Asked by the Secretariat to apply (counted apart).')),
                ('started_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('repair_until', models.DateTimeField(blank=True, null=True)),
                ('repair_parts', models.JSONField(blank=True, default=list, help_text='Step keys that may be edited while returned.')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision_reason', models.TextField(blank=True)),
                ('given_name', models.CharField(blank=True, max_length=100)),
                ('family_name', models.CharField(blank=True, max_length=100)),
                ('publication_name', models.CharField(blank=True, max_length=160)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('nationalities', models.JSONField(blank=True, default=list)),
                ('time_zone', models.CharField(blank=True, max_length=64)),
                ('languages', models.JSONField(blank=True, default=list)),
                ('english', models.CharField(blank=True, choices=[('basic', 'Basic'), ('working', 'Working'), ('fluent', 'Fluent'), ('native', 'First language')], max_length=10)),
                ('main_profile', models.SlugField(blank=True, max_length=60)),
                ('other_profiles', models.JSONField(blank=True, default=list)),
                ('sectors', models.JSONField(blank=True, default=list)),
                ('topics', models.JSONField(blank=True, default=list)),
                ('other_expertise', models.CharField(blank=True, max_length=300)),
                ('organisation', models.CharField(blank=True, max_length=200)),
                ('organisation_kind', models.SlugField(blank=True, max_length=60)),
                ('parent_group', models.CharField(blank=True, max_length=200)),
                ('position', models.CharField(blank=True, max_length=200)),
                ('capacity', models.CharField(choices=[('personal', 'In personal capacity'), ('nominated', 'Nominated by an organisation')], default='personal', max_length=10)),
                ('motivation', models.TextField(blank=True)),
                ('contribution', models.TextField(blank=True)),
                ('proposed_topic', models.CharField(blank=True, max_length=300)),
                ('hours_per_month', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('usable_hours', models.CharField(blank=True, max_length=300)),
                ('support_needed', models.TextField(blank=True)),
                ('answers', models.JSONField(blank=True, default=dict)),
                ('consent_to_be_named', models.BooleanField(default=False)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('duplicate_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duplicates', to='calls.application')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-submitted_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'withdrawn']), models.Q(('number__isnull', False), ('submitted_at__isnull', False)), _connector='OR'), name='submitted_has_number_and_time'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['decided', 'offered', 'confirmed', 'refused-offer', 'lapsed']), _negated=True), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('decision_reason', ''), _negated=True), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='decided_has_decider_time_reason'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), ('repair_until__isnull', False), _connector='OR'), name='returned_has_an_end'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'duplicate'), _negated=True), ('duplicate_of__isnull', False), _connector='OR'), name='duplicate_names_the_original')],
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('number', models.CharField(help_text='TEN/CALL/2026/1', max_length=40, unique=True)),
                ('title', models.CharField(max_length=160)),
                ('summary', models.CharField(blank=True, max_length=400)),
                ('body', models.TextField(blank=True, help_text='Markdown.')),
                ('state', models.CharField(choices=[('draft', 'In preparation'), ('published', 'Published'), ('archived', 'Archived'), ('cancelled', 'Cancelled')], default='draft', max_length=12)),
                ('opens_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField()),
                ('time_zone', models.CharField(default='Europe/Zurich', help_text='The zone in which the dates were set.', max_length=64)),
                ('places', models.PositiveIntegerField(default=30)),
                ('profiles', models.JSONField(default=list, help_text='Codes of the scheme “profiles”.')),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('revision', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['-opens_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='call_closes_after_opening'), models.CheckConstraint(condition=models.Q(('state', 'draft'), ('state', 'cancelled'), ('published_at__isnull', False), _connector='OR'), name='published_call_has_a_time')],
            },
        ),
        migrations.CreateModel(
            name='AccessNeeds',
            fields=[
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='access_needs', serialize=False, to='calls.application')),
                ('text', models.TextField()),
            ],
            options={
                'verbose_name_plural': 'access needs',
            },
        ),
        migrations.CreateModel(
            name='BalanceData',
            fields=[
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='balance', serialize=False, to='calls.application')),
                ('gender', models.CharField(blank=True, choices=[('woman', 'Woman'), ('man', 'Man'), ('other', 'Another'), ('undisclosed', 'Prefer not to say')], max_length=12)),
                ('early_career', models.BooleanField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name='application',
            name='call',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='calls.call'),
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40)),
                ('title', models.CharField(max_length=120)),
                ('description', models.TextField(blank=True)),
                ('weight', models.PositiveSmallIntegerField()),
                ('anchors', models.JSONField(default=dict, help_text='{"1": "text", ... "5": "text"}')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='calls.call')),
            ],
            options={
                'verbose_name_plural': 'criteria',
                'ordering': ['call', 'order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('call', 'key'), name='criterion_key_once'), models.CheckConstraint(condition=models.Q(('weight__gte', 1), ('weight__lte', 100)), name='criterion_weight_in_percent')],
            },
        ),
        migrations.CreateModel(
            name='DeclarationText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('interests', 'Interests'), ('capacity', 'Personal capacity'), ('confidentiality', 'Confidentiality'), ('conduct', 'Conduct'), ('ipr', 'Patents and other rights'), ('contribution', 'Terms of contribution'), ('data-notice', 'Data notice'), ('publication', 'Consent to be named in public')], max_length=20)),
                ('version', models.PositiveIntegerField()),
                ('language', models.CharField(default='en', max_length=8)),
                ('title', models.CharField(max_length=160)),
                ('body', models.TextField(help_text='Markdown.')),
                ('published_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['kind', '-version'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'version', 'language'), name='text_version_once')],
            },
        ),
        migrations.AddField(
            model_name='call',
            name='texts',
            field=models.ManyToManyField(blank=True, related_name='calls', to='calls.declarationtext'),
        ),
        migrations.CreateModel(
            name='Acceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(default='en', max_length=8)),
                ('accepted_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acceptances', to=settings.AUTH_USER_MODEL)),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acceptances', to='calls.declarationtext')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('person', 'text'), name='one_standing_acceptance')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('standard', 'Standard'), ('code', 'Code'), ('product', 'Product'), ('paper', 'Paper'), ('system', 'Deployed system')], max_length=10)),
                ('title', models.CharField(max_length=200)),
                ('link', models.URLField(blank=True, max_length=500)),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('own_part', models.CharField(blank=True, max_length=300)),
                ('co_authors', models.CharField(blank=True, help_text='Names, separated by semicolons; used to find conflicts.', max_length=500)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='calls.application')),
            ],
            options={
                'verbose_name_plural': 'evidence',
                'ordering': ['application', 'order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='InterestDeclaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('nothing_to_declare', models.BooleanField(default=False)),
                ('declared_at', models.DateTimeField()),
                ('assessment', models.CharField(blank=True, choices=[('none', 'Nothing to note'), ('disclose', 'Disclose'), ('recuse', 'Step aside on topics'), ('limited', 'Limited role'), ('cannot-serve', 'Cannot serve')], max_length=14)),
                ('assessment_reason', models.TextField(blank=True)),
                ('topics_to_avoid', models.JSONField(blank=True, default=list)),
                ('assessed_at', models.DateTimeField(blank=True, null=True)),
                ('review_due', models.DateField(blank=True, null=True)),
                ('assessed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interest_declarations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['person', '-version'],
                'constraints': [models.UniqueConstraint(fields=('person', 'version'), name='interest_version_once'), models.CheckConstraint(condition=models.Q(('assessment', ''), models.Q(('assessed_at__isnull', False), ('assessed_by__isnull', False)), _connector='OR'), name='assessment_has_assessor_and_time')],
            },
        ),
        migrations.CreateModel(
            name='Interest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(choices=[('employment', 'Employment'), ('consultancy', 'Consultancy'), ('ownership', 'Ownership'), ('research-funding', 'Research funding'), ('intellectual-property', 'Patents or other intellectual property'), ('litigation', 'Litigation'), ('board', 'Board or advocacy role'), ('public-position', 'Public position'), ('close-person', 'Interest of a close person')], max_length=24)),
                ('entity', models.CharField(max_length=200)),
                ('from_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('to_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('topics', models.JSONField(blank=True, default=list)),
                ('size', models.CharField(blank=True, choices=[('none', 'No money involved'), ('small', 'Under 5,000 US dollars a year'), ('medium', '5,000 to 50,000 US dollars a year'), ('large', 'Over 50,000 US dollars a year')], max_length=8)),
                ('declaration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='calls.interestdeclaration')),
            ],
            options={
                'ordering': ['declaration', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('invited_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='calls.call')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('call', 'email'), name='one_invitation_per_address')],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('merged_at', models.DateTimeField()),
                ('state_before', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('returned', 'Returned for completion'), ('eligible', 'Eligible'), ('ineligible', 'Not eligible'), ('in-review', 'In review'), ('scored', 'Scored'), ('shortlisted', 'Shortlisted'), ('decided', 'Decided'), ('offered', 'Place offered'), ('confirmed', 'Place accepted'), ('refused-offer', 'Place refused'), ('lapsed', 'Offer lapsed'), ('withdrawn', 'Withdrawn'), ('duplicate', 'Duplicate')], max_length=16)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('dropped', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='calls.application')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='calls.application')),
            ],
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40)),
                ('label', models.CharField(max_length=200)),
                ('help', models.CharField(blank=True, max_length=400)),
                ('kind', models.CharField(choices=[('short', 'One line'), ('long', 'Several lines'), ('choice', 'One of several'), ('choices', 'Any of several'), ('number', 'A number')], max_length=10)),
                ('choices', models.JSONField(blank=True, default=list, help_text='[{"code": "...", "label": "..."}]')),
                ('limit', models.PositiveIntegerField(default=2000, help_text='Characters; for numbers the greatest value.')),
                ('required', models.BooleanField(default=False)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='calls.call')),
            ],
            options={
                'ordering': ['call', 'order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('call', 'key'), name='question_key_once')],
            },
        ),
        migrations.CreateModel(
            name='ApplicationFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('cv', 'Curriculum vitae'), ('letter', 'Letter of nomination')], max_length=10)),
                ('added_at', models.DateTimeField()),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='calls.application')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('application', 'kind'), name='one_file_per_kind')],
            },
        ),
        migrations.CreateModel(
            name='ApplicationVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('taken_at', models.DateTimeField()),
                ('content', models.JSONField()),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='calls.application')),
            ],
            options={
                'ordering': ['application', '-number'],
                'constraints': [models.UniqueConstraint(fields=('application', 'number'), name='application_version_once')],
            },
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['call', 'state', 'submitted_at'], name='application_queue'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['withdrawn', 'duplicate']), _negated=True), fields=('call', 'person'), name='one_live_application'),
        ),
    ]
