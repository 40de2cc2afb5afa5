ask-again = That took too long. Please ask again.
broken = Something went wrong on our side, and it has been noted. Please ask another way.
no-words = I read words only. Try “trade 2025” or “kyrgyz trade last year?”.
old-button = I can't read this button any more. Please ask in words.
slow-down = You ask faster than I can answer. I'll answer again in a moment.
not-ours = That command is addressed to @{ $bot }, which is another bot.
