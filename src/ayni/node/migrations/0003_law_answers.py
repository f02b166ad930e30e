"""Answers about the law are kept as they were given, beside their question."""

import hashlib
import json
from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def keep_last(apps: Any, _editor: Any) -> None:
    """Take the one decision that a question had as its first kept answer."""
    question_model, answer_model = (apps.get_model("node", name) for name in ("LawQuestion", "LawAnswer"))
    for question in question_model.objects.exclude(decision=None).iterator():
        said = json.dumps(question.decision, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        answer_model.objects.create(
            question=question,
            outcome=question.outcome,
            decision=question.decision,
            mark=hashlib.sha256(said.encode()).hexdigest(),
        )


class Migration(migrations.Migration):
    dependencies = [
        ("node", "0002_law_questions"),
    ]

    operations = [
        migrations.AddField(model_name="lawquestion", name="known", field=models.JSONField(default=list)),
        migrations.CreateModel(
            name="LawAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("outcome", models.CharField(max_length=20)),
                ("decision", models.JSONField()),
                ("mark", models.CharField(max_length=64)),
                ("created", models.DateTimeField(auto_now_add=True)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="node.lawquestion"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("question", "mark"), name="law-answer-once")],
            },
        ),
        migrations.RunPython(keep_last, migrations.RunPython.noop),
        migrations.RemoveField(model_name="lawquestion", name="decision"),
    ]
