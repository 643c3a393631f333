"""콜백 할당: spreading the assignable callbacks over agents, with a preview and a way back."""
