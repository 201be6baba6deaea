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
            name='Profile',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='profile', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('profile', models.SlugField(max_length=60)),
                ('organisation', models.CharField(blank=True, max_length=200)),
                ('organisation_kind', models.SlugField(blank=True, max_length=60)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('region', models.SlugField(blank=True, max_length=60)),
                ('sectors', models.JSONField(default=list)),
                ('topics', models.JSONField(default=list)),
                ('languages', models.JSONField(default=list)),
                ('time_zone', models.CharField(blank=True, max_length=64)),
                ('expertise', models.TextField(blank=True)),
                ('public', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(help_text='TEN/MEM/2026/0001', max_length=40, unique=True)),
                ('state', models.CharField(choices=[('invited', 'Invited'), ('active', 'Active'), ('on-leave', 'On leave'), ('suspended', 'Suspended'), ('ended', 'Ended')], default='active', max_length=10)),
                ('term', models.PositiveSmallIntegerField(default=1)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(help_text='The end of the present term.')),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end_kind', models.CharField(blank=True, choices=[('term', 'Term ended'), ('resigned', 'Resigned'), ('affiliation-change', 'Change of affiliation'), ('removed', 'Removed'), ('deceased', 'Deceased')], max_length=20)),
                ('end_reason', models.TextField(blank=True)),
                ('resigns_at', models.DateTimeField(blank=True, help_text='A resignation that takes effect later.', null=True)),
                ('resignation_letter', models.TextField(blank=True)),
                ('author_name', models.CharField(choices=[('with', 'My entries keep my name'), ('without', 'My entries stay without my name')], default='with', max_length=8)),
                ('application', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='membership', to='calls.application')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['number'],
                'indexes': [models.Index(fields=['state', 'ends_at'], name='membership_by_end')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'ended'), _negated=True), fields=('person',), name='one_live_membership'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='term_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ended'), _negated=True), models.Q(('ended_at__isnull', False), models.Q(('end_kind', ''), _negated=True), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='ended_has_kind_time_reason')],
            },
        ),
        migrations.CreateModel(
            name='Leave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('until', models.DateField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField()),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leaves', to='membership.membership')),
            ],
            options={
                'ordering': ['-starts_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('membership',), name='one_open_leave')],
            },
        ),
        migrations.CreateModel(
            name='Proceeding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('notice', 'Grounds sent, time to reply'), ('proposed', 'One officer has decided'), ('upheld', 'Removed'), ('dismissed', 'Dismissed')], default='notice', max_length=10)),
                ('grounds', models.TextField()),
                ('opened_at', models.DateTimeField()),
                ('reply_until', models.DateTimeField()),
                ('reply', models.TextField(blank=True)),
                ('replied_at', models.DateTimeField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision_reason', models.TextField(blank=True)),
                ('review_asked_at', models.DateTimeField(blank=True, null=True)),
                ('review_ground', models.TextField(blank=True)),
                ('first_officer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proceedings', to='membership.membership')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second_officer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-opened_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('second_officer', models.F('first_officer')), _negated=True), name='removal_needs_two_officers'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'upheld'), _negated=True), models.Q(('decided_at__isnull', False), ('first_officer__isnull', False), ('second_officer__isnull', False), models.Q(('decision_reason', ''), _negated=True)), _connector='OR'), name='removal_is_decided_by_two'), models.UniqueConstraint(condition=models.Q(('state__in', ['notice', 'proposed'])), fields=('membership',), name='one_open_proceeding')],
            },
        ),
        migrations.CreateModel(
            name='Renewal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('note', models.TextField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('granted', models.BooleanField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renewals', to='membership.membership')),
            ],
            options={
                'ordering': ['-asked_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at__isnull', True)), fields=('membership',), name='one_open_renewal')],
            },
        ),
        migrations.CreateModel(
            name='Suspension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('reason', models.TextField()),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suspensions', to='membership.membership')),
            ],
            options={
                'ordering': ['-at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('membership',), name='one_open_suspension'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='suspension_has_a_reason')],
            },
        ),
    ]
