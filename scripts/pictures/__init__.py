"""What `make screenshots` is made of: a camera, and what it is pointed at."""
