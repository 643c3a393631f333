"""The central API: the only place that decides who may see and do what."""
