from django.db import migrations, models


def give_up_unfinished(apps, schema_editor):
    """An edition that is being made has no open data, and cannot get any: it is asked for again."""
    apps.get_model("procurement", "Edition").objects.filter(issued=None).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('procurement', '0011_authority_look'),
    ]

    operations = [
        migrations.AddField(
            model_name='edition',
            name='open_data',
            field=models.TextField(default=''),
            preserve_default=False,
        ),
        # Last: PostgreSQL changes no table that has rows on their way out.
        migrations.RunPython(give_up_unfinished, migrations.RunPython.noop),
    ]
