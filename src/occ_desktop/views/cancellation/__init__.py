"""할당 취소: who holds how many open callbacks, and taking assignments back."""
