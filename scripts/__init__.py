"""Generators and build programs: committed pages, message catalogues, migrations, the explorer's bundle."""
