"""History registration (이력등록): a separate record of a customer contact, with or without a callback."""
