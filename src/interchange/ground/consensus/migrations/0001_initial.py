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
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(max_length=60)),
                ('subject_id', models.CharField(max_length=60)),
                ('question', models.CharField(max_length=400)),
                ('state', models.CharField(choices=[('open', 'Open'), ('consensus', 'Consensus'), ('no-consensus', 'No consensus'), ('withdrawn', 'Withdrawn')], default='open', max_length=14)),
                ('working_days', models.PositiveSmallIntegerField()),
                ('opened_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField(help_text='The last second in which an objection counts.')),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('asked_count', models.PositiveIntegerField(help_text='How many people were asked.')),
                ('result', models.TextField(blank=True, help_text='The outcome in words, with every objection and how it was met.')),
                ('withdrawal_reason', models.TextField(blank=True)),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-opened_at', '-pk'],
                'indexes': [models.Index(fields=['subject_kind', 'subject_id', '-opened_at'], name='calls_on_a_subject'), models.Index(fields=['state', 'closes_at'], name='calls_to_be_closed')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('subject_kind', 'subject_id', 'question'), name='one_open_call_per_question'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'consensus', 'no-consensus', 'withdrawn'])), name='call_state_is_known'), models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opened_at'))), name='consensus_closes_after_opening'), models.CheckConstraint(condition=models.Q(('asked_count__gt', 0)), name='call_asks_somebody'), models.CheckConstraint(condition=models.Q(('question', ''), _negated=True), name='call_has_a_question'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('result', ''), ('state', 'open')), models.Q(('closed_at__isnull', False), ('state', 'withdrawn')), models.Q(('closed_at__gt', models.F('closes_at')), ('state__in', ['consensus', 'no-consensus']), models.Q(('result', ''), _negated=True)), _connector='OR'), name='decided_call_has_time_and_result'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('withdrawal_reason', ''), _negated=True), _connector='OR'), name='withdrawn_call_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Asked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('result_told_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asked', to='consensus.call')),
            ],
            options={
                'verbose_name_plural': 'asked',
                'ordering': ['call_id', 'person_id'],
                'constraints': [models.UniqueConstraint(fields=('call', 'person'), name='asked_once')],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('annex', models.TextField(blank=True, help_text="A text of the objector's own, to be kept with the outcome.")),
                ('signed', models.BooleanField(default=True)),
                ('state', models.CharField(choices=[('stands', 'Stands'), ('withdrawn', 'Withdrawn by its author'), ('met', 'Met')], default='stands', max_length=10)),
                ('raised_at', models.DateTimeField()),
                ('how_met', models.TextField(blank=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objections', to='consensus.call')),
                ('met_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['raised_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('call', 'person'), name='one_objection_per_person'), models.CheckConstraint(condition=models.Q(('state__in', ['stands', 'withdrawn', 'met'])), name='objection_state_is_known'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='objection_has_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('how_met', ''), ('met_by__isnull', True), ('settled_at__isnull', True), ('state', 'stands')), models.Q(('settled_at__isnull', False), ('state', 'withdrawn')), models.Q(('met_by__isnull', False), ('settled_at__isnull', False), ('state', 'met'), models.Q(('how_met', ''), _negated=True)), _connector='OR'), name='met_objection_says_how')],
            },
        ),
    ]
