"""발송: a text to one or a thousand, at once or reserved."""
