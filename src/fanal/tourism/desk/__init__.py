"""The pages of companies, of representatives and of the secretariat."""
