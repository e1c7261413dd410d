"""The room `tourism`: programmes, companies that joined one, what the law asks of them (docs/tourism.md)."""
