"""One small repository a kind of thing. Each works on the connection of the unit of work it belongs to."""
