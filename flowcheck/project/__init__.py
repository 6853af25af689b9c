"""What is checked together: records by id, the catalogue of models, and who calls whom."""
