"""발송 내역: every text sent, what became of it, and the brake; rows come from the cache, deeds go online."""
