"""What a person sees while the demo prepares its sample centre."""
