"""Generators and build programs: generated pages, catalogues, migrations, explorer bundle."""
