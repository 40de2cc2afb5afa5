ask-again = Ответ занял слишком много времени. Спросите ещё раз.
broken = Что-то сломалось на нашей стороне, это записано. Спросите иначе.
no-words = Я читаю только слова. Попробуйте «торговля 2025» или «товарооборот с Киргизией в прошлом году».
old-button = Не могу прочитать эту кнопку. Спросите словами.
slow-down = Вы спрашиваете быстрее, чем я отвечаю. Скоро отвечу снова.
not-ours = Эта команда обращена к @{ $bot }, другому боту.

# Numbers. «млрд» and the like stand after a blank; the sign of a currency where the language puts it.
money = { $number }{ $scale } { $currency }
scale-thousand = { " " }тыс.
scale-million = { " " }млн
scale-billion = { " " }млрд
scale-trillion = { " " }трлн
currency-usd = долл.
currency-cny = юаней
currency-other = { $code }
percent = { $number } %
times = { $count ->
    [one] { $number } раз
    [few] { $number } раза
    [many] { $number } раз
   *[other] { $number } раза
}
years = { $count ->
    [one] { $number } год
    [few] { $number } года
    [many] { $number } лет
   *[other] { $number } года
}
months = { $count ->
    [one] { $number } месяц
    [few] { $number } месяца
    [many] { $number } месяцев
   *[other] { $number } месяца
}
qualifier-about = около { $number }
qualifier-nearly = почти { $number }
qualifier-more-than = более { $number }
qualifier-less-than = менее { $number }
qualifier-at-least = не менее { $number }
qualifier-at-most = не более { $number }
