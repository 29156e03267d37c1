"""How goals are counted over many journeys, and which of the numbers stay hidden."""
