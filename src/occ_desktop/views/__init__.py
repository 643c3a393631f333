"""The rooms of the client, one folder each; rooms never import rooms."""
