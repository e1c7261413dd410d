"""Evidence for everybody: questions, releases as pages and files, countries with their context, the catalogue."""
