"""What texts are made of: categories, templates, images, sender numbers."""
