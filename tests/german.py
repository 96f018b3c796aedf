"""The German that ships, for tests of what another language shows."""

from generator.messages.language import read_language
from generator.pipeline.shipped import LOCALES, shipped

GERMAN = read_language("de", (shipped("site_config") / LOCALES,))
