"""Find secrets and personal data in the catalogue, and mask the secrets before anything else sees them."""
