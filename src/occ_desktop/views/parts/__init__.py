"""What several rooms share and knows the trade. Rooms import parts; parts import no room."""
