"""A file about a model, and what is read of it."""

from textwrap import dedent

from generator.provenance import Source
from generator.readers.governance.cards import read_narrative

PLACE = Source("governance/models/churn.md", "ab")

WHOLE = """\
---
owner: Ada
License: Apache-2.0
risk-tier: high
developers: [Ada, Bo]
contact: {mail: a@b.example, chat: churn}
personal_data: no
reviewed_on: 2026-05-01
in house: yes
metrics:
  - metric: auc
    title: AUC on holdout
    higher_is_better: true
    threshold: 0.90
    noise: 0.005
  - metric: latency
    higher_is_better: no
    unit: ms
---

# Churn

Who leaves
next month.

## Intended use

For *retention*.

### In detail
Weekly.

Limitations
-----------
Fails on new shops.
"""


def parsed(text, name="churn"):
    return read_narrative(dedent(text), name, PLACE)


def told(problems):
    return [(each.slug, str(each)) for each in problems]


def fields(narrative):
    return {key: statement.value for key, statement in narrative.fields.items()}


def prose(narrative):
    return [(each.key, each.title, each.markdown) for each in narrative.prose]
