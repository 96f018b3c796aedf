"""Pages become a site: page shells, search, the MkDocs call, publishing."""

from generator.site.build import SiteReport, SiteSettings, build_site
from generator.site.publish import refuse_target

__all__ = ["SiteReport", "SiteSettings", "build_site", "refuse_target"]
