"""Words everyone shares: settings, database, areas, register, catalogue, geometry values, errors."""
