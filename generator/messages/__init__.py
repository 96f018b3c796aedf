"""Fixed text that knows which message it is, and the languages that it can be shown in.

English is the language of the code: a :class:`~generator.messages.phrase.Phrase` is its English text, and becomes that of
another language where a page is made, in ``pages/render.py``, and nowhere below.
"""

from generator.messages.phrase import Phrase, put_together, say, say_many, say_of, word

__all__ = ["Phrase", "put_together", "say", "say_many", "say_of", "word"]
