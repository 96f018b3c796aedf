"""Pages become a site: page shells, search, the MkDocs call, publishing."""
