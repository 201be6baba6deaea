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
            name='Concept',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('under-discussion', 'Under discussion'), ('agreed', 'Agreed'), ('deprecated', 'Deprecated'), ('rejected', 'Rejected')], default='proposed', max_length=20)),
                ('state_at', models.DateTimeField(help_text='Since when it is in this state.')),
                ('domain', models.CharField(blank=True, help_text='Tells it apart from another concept of the same label.', max_length=120)),
                ('topics', models.JSONField(default=list)),
                ('note', models.TextField(blank=True)),
                ('example', models.TextField(blank=True)),
                ('origin', models.CharField(choices=[('starter', 'Starter collection'), ('member', 'Proposed by a member'), ('import', 'Imported')], default='member', max_length=10)),
                ('proposed_at', models.DateTimeField()),
                ('checked_at', models.DateTimeField(blank=True, help_text='A curator looked at labels, definition and sources.', null=True)),
                ('agreed_at', models.DateTimeField(blank=True, null=True)),
                ('by_consensus', models.BooleanField(default=False, help_text='Agreed through a call for consensus.')),
                ('decision_reason', models.TextField(blank=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='lexicon.concept')),
            ],
            options={
                'ordering': ['slug'],
                'indexes': [models.Index(fields=['state', 'slug'], name='concept_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('replaced_by', models.F('pk')), _negated=True), name='concept_does_not_replace_itself'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['agreed', 'deprecated']), _negated=True), ('agreed_at__isnull', False), _connector='OR'), name='agreed_concept_has_its_moment'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['deprecated', 'rejected']), _negated=True), models.Q(('decision_reason', ''), _negated=True), _connector='OR'), name='decided_concept_has_a_reason'), models.CheckConstraint(condition=models.Q(('checked_at__isnull', True), ('checked_by__isnull', False), ('origin', 'starter'), _connector='OR'), name='check_has_a_curator')],
            },
        ),
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('open', 'Waits for a curator'), ('adopted', 'Adopted'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='open', max_length=10)),
                ('content', models.JSONField()),
                ('base_revision', models.PositiveIntegerField()),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decision_reason', models.TextField(blank=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('concept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='amendments', to='lexicon.concept')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='amendment_has_a_reason'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), ('state', 'withdrawn'), models.Q(('decided_by', models.F('by')), _negated=True), _connector='OR'), name='amendment_is_decided_by_another')],
            },
        ),
        migrations.CreateModel(
            name='Definition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('adopted', models.BooleanField(default=False)),
                ('sources', models.JSONField(default=list, help_text='[{title, url}]')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('concept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='definitions', to='lexicon.concept')),
            ],
            options={
                'ordering': ['concept_id', 'order', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('adopted', True)), fields=('concept',), name='one_definition_is_adopted'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='definition_has_text')],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('number', models.PositiveBigIntegerField(default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='lexicon_has_one_edition')],
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('preview', 'Preview: nothing is written yet'), ('running', 'Being written'), ('done', 'Written'), ('discarded', 'Discarded')], default='preview', max_length=10)),
                ('name', models.CharField(max_length=200)),
                ('format', models.CharField(max_length=8)),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='ImportItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80)),
                ('content', models.JSONField()),
                ('verdict', models.CharField(choices=[('new', 'New here'), ('same', 'Already here, word for word'), ('changed', 'Differs from the entry here'), ('clash', 'Uses a label that belongs to another concept here'), ('bad', 'Cannot be taken')], max_length=8)),
                ('choice', models.CharField(choices=[('take', 'Take'), ('skip', 'Leave out')], default='take', max_length=4)),
                ('problem', models.TextField(blank=True)),
                ('met_revision', models.PositiveIntegerField(blank=True, help_text='The revision it was compared with.', null=True)),
                ('written_at', models.DateTimeField(blank=True, null=True)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='lexicon.importrun')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('run', 'slug'), name='a_concept_once_a_run')],
            },
        ),
        migrations.CreateModel(
            name='Label',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200)),
                ('key', models.CharField(db_index=True, max_length=220)),
                ('status', models.CharField(choices=[('preferred', 'Preferred'), ('admitted', 'Admitted'), ('deprecated', 'Deprecated: avoid it'), ('obsolete', 'Obsolete: no longer said')], max_length=10)),
                ('language', models.CharField(default='en', help_text='BCP 47', max_length=12)),
                ('kind', models.CharField(blank=True, choices=[('fullForm', 'Full form'), ('shortForm', 'Short form'), ('abbreviation', 'Abbreviation'), ('acronym', 'Acronym'), ('phrase', 'Phrase'), ('variant', 'Variant')], max_length=12)),
                ('everyday', models.BooleanField(default=False, help_text='Also an everyday word: linked only where the field is spoken of.')),
                ('condition', models.CharField(blank=True, help_text='In which sense it is meant (or to be avoided).', max_length=200)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('concept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='labels', to='lexicon.concept')),
                ('replacement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='lexicon.concept')),
            ],
            options={
                'ordering': ['concept_id', 'order', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'preferred')), fields=('concept', 'language'), name='one_preferred_label_a_language'), models.UniqueConstraint(fields=('concept', 'language', 'text'), name='a_label_stands_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='label_has_text'), models.CheckConstraint(condition=models.Q(('replacement__isnull', True), ('status__in', ['deprecated', 'obsolete']), _connector='OR'), name='only_avoided_labels_are_replaced')],
            },
        ),
        migrations.CreateModel(
            name='Mapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('exactMatch', 'Same meaning'), ('closeMatch', 'Nearly the same meaning'), ('broadMatch', 'Wider meaning there'), ('narrowMatch', 'Narrower meaning there'), ('relatedMatch', 'Related there')], max_length=12)),
                ('uri', models.URLField(max_length=500)),
                ('label', models.CharField(blank=True, max_length=200)),
                ('concept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mappings', to='lexicon.concept')),
            ],
            options={
                'ordering': ['concept_id', 'kind', 'uri'],
                'constraints': [models.UniqueConstraint(fields=('concept', 'uri'), name='a_mapping_stands_once')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('object_id', models.BigIntegerField()),
                ('digest', models.CharField(help_text='Of the text and the edition it was read with.', max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id'), name='one_reading_a_text')],
            },
        ),
        migrations.CreateModel(
            name='Phrase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=120)),
                ('key', models.CharField(db_index=True, max_length=120)),
                ('count', models.PositiveIntegerField()),
                ('reading', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phrases', to='lexicon.reading')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('reading', 'key'), name='one_phrase_a_text')],
            },
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('broader', 'Broader'), ('related', 'Related')], max_length=10)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='lexicon.concept')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations_here', to='lexicon.concept')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('source', 'target', 'kind'), name='a_relation_stands_once'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='no_relation_to_itself'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'related'), _negated=True), ('source__lt', models.F('target')), _connector='OR'), name='related_is_kept_once')],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('title', models.CharField(max_length=200)),
                ('note', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='ReleaseFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('format', models.CharField(max_length=8)),
                ('total', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('ready_at', models.DateTimeField(blank=True, null=True)),
                ('name', models.CharField(blank=True, help_text='Where the storage keeps it.', max_length=200)),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='lexicon.release')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('release', 'format'), name='one_file_a_format')],
            },
        ),
        migrations.CreateModel(
            name='Use',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.PositiveIntegerField()),
                ('avoided', models.PositiveIntegerField(default=0, help_text='How many of them by a label to avoid.')),
                ('concept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='lexicon.concept')),
                ('reading', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='lexicon.reading')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('reading', 'concept'), name='one_use_a_text')],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('under-discussion', 'Under discussion'), ('agreed', 'Agreed'), ('deprecated', 'Deprecated'), ('rejected', 'Rejected')], max_length=20)),
                ('content', models.JSONField()),
                ('changed', models.JSONField(default=list, help_text='Names of the fields that this save changed.')),
                ('reason', models.TextField(blank=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('concept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='lexicon.concept')),
                ('undoes', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='lexicon.version')),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('concept', 'number'), name='versions_are_numbered')],
            },
        ),
        migrations.AddField(
            model_name='release',
            name='versions',
            field=models.ManyToManyField(related_name='releases', to='lexicon.version'),
        ),
    ]
