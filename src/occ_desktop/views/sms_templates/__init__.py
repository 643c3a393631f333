"""템플릿 관리: categories of two levels, the templates below them, and the editor of one."""
