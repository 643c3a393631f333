"""What a text is made of: categories, templates, images, sender numbers. It sends nothing."""
