"""The offline grammar: words to typed quantities, quantities to readings, readings to six parameters."""
