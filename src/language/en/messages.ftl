ask-again = That took too long. Please ask again.
broken = Something went wrong on our side, and it has been noted. Please ask another way.
no-words = I read words only. Try “trade 2025” or “kyrgyz trade last year?”.
old-button = I can't read this button any more. Please ask in words.
slow-down = You ask faster than I can answer. I'll answer again in a moment.
not-ours = That command is addressed to @{ $bot }, which is another bot.

# Numbers. “bn” and the like stand after a blank; the sign of a currency where the language puts it.
money = { $currency }{ $number }{ $scale }
scale-thousand = { " " }thousand
scale-million = { " " }mn
scale-billion = { " " }bn
scale-trillion = { " " }tn
currency-usd = US$
currency-cny = CN¥
currency-other = { $code }{ " " }
percent = { $number }%
times = { $count ->
    [one] { $number } time
   *[other] { $number } times
}
years = { $count ->
    [one] { $number } year
   *[other] { $number } years
}
months = { $count ->
    [one] { $number } month
   *[other] { $number } months
}
qualifier-about = about { $number }
qualifier-nearly = nearly { $number }
qualifier-more-than = more than { $number }
qualifier-less-than = less than { $number }
qualifier-at-least = at least { $number }
qualifier-at-most = at most { $number }
