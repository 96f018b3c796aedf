"""Which version stands where: environments, roles, stages, and who comes next."""
