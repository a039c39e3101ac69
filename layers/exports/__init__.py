"""Tables for other offices' systems: BNPB's sheet and the form of Juklak 7/2023."""
