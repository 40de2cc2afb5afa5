ask-again = Ответ занял слишком много времени. Спросите ещё раз.
broken = Что-то сломалось на нашей стороне, это записано. Спросите иначе.
ask-by-number = Чтобы спросить, введите номер:
no-words = Я читаю только текст: не картинки, стикеры или голос. Пришлите слова или спросите: «торговля 2025».
old-button = Не могу прочитать эту кнопку. Спросите словами.
slow-down = Вы спрашиваете быстрее, чем я отвечаю. Скоро отвечу снова.
not-ours = Эта команда обращена к @{ $bot }, другому боту.

# Between the members of a list.
comma = { ", " }
semicolon = { "; " }

# Numbers. «млрд» and the like stand after a blank; the sign of a currency where the language puts it.
money = { $number }{ $scale } { $currency }
# By the power of ten; only those that the language counts by.
scale = { $power ->
    [3] { " " }тыс.
    [6] { " " }млн
    [9] { " " }млрд
    [12] { " " }трлн
   *[other] { "" }
}
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
fold = { $number }×
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
quantity = { $number }{ $scale } { $unit }
unit-cubic-metres = м³
unit-tonnes = т
unit-kilometres = км
unit-teu = ДФЭ
qualifier-about = около { $number }
qualifier-nearly = почти { $number }
qualifier-more-than = более { $number }
qualifier-less-than = менее { $number }
qualifier-at-least = не менее { $number }
qualifier-at-most = не более { $number }

# Время
weekday = { $number ->
    [1] пн
    [2] вт
    [3] ср
    [4] чт
    [5] пт
    [6] сб
   *[7] вс
}
date-day = { $day } { $month ->
    [1] января
    [2] февраля
    [3] марта
    [4] апреля
    [5] мая
    [6] июня
    [7] июля
    [8] августа
    [9] сентября
    [10] октября
    [11] ноября
   *[12] декабря
} { $year } г.
date-month = { $month ->
    [1] январь
    [2] февраль
    [3] март
    [4] апрель
    [5] май
    [6] июнь
    [7] июль
    [8] август
    [9] сентябрь
    [10] октябрь
    [11] ноябрь
   *[12] декабрь
} { $year } г.
date-months = { $first ->
    [1] январь
    [2] февраль
    [3] март
    [4] апрель
    [5] май
    [6] июнь
    [7] июль
    [8] август
    [9] сентябрь
    [10] октябрь
    [11] ноябрь
   *[12] декабрь
}–{ $last ->
    [1] январь
    [2] февраль
    [3] март
    [4] апрель
    [5] май
    [6] июнь
    [7] июль
    [8] август
    [9] сентябрь
    [10] октябрь
    [11] ноябрь
   *[12] декабрь
} { $year } г.
date-half = { $half }-е полугодие { $year } г.
date-quarter = { $quarter }-й квартал { $year } г.
base-year = { $year } г.
base-month = { $month ->
    [1] январю
    [2] февралю
    [3] марту
    [4] апрелю
    [5] маю
    [6] июню
    [7] июлю
    [8] августу
    [9] сентябрю
    [10] октябрю
    [11] ноябрю
   *[other] декабрю
} { $year } г.
base-months = { $first ->
    [1] январю
    [2] февралю
    [3] марту
    [4] апрелю
    [5] маю
    [6] июню
    [7] июлю
    [8] августу
    [9] сентябрю
    [10] октябрю
    [11] ноябрю
   *[other] декабрю
}–{ $last ->
    [1] январю
    [2] февралю
    [3] марту
    [4] апрелю
    [5] маю
    [6] июню
    [7] июлю
    [8] августу
    [9] сентябрю
    [10] октябрю
    [11] ноябрю
   *[other] декабрю
} { $year } г.
base-half = { $half }-му полугодию { $year } г.
base-quarter = { $quarter }-му кварталу { $year } г.
as-of = на дату: { $date }
as-of-year = на { $year } год
as-of-unknown = дата не указана
latest = последние

# Ответ
heading = { $reporter } { $arrow } { $partner }, { $what }, { $when }
in-all-goods = { $what }
sold = { $place }: продано
bought = { $place }: куплено
difference = Разница
reports-agree = { $reports ->
    [one] сходится { $reports } сообщение
    [few] сходятся { $reports } сообщения
    [many] сходятся { $reports } сообщений
   *[other] сходятся { $reports } сообщения
}
counted-otherwise = Другая сторона считает иначе: { $counts }
newest-of = Последние { $shown } из { $all }; все — в подробностях.
third-party = Третья сторона
growth-of = рост: { $what }
goods-title = Товары, { $place }
goods-in-all = Все товары, включая эти:
goods-all-title = Товары, о которых есть цифры
in-goods = { $what } { $product }
of-goods = { $what } { $product }
by-weight = по весу
by-volume = по объёму
by-number = в штуках
heading-named = { $what }, { $when }
named-of = { $what }, { $place }
named-to = { $what }, { $place } → { $other }
named-from = { $what }, { $place } ← { $other }
named-with = { $what }, { $place } ↔ { $other }
named-between = { $what }, { $place } ↔ { $other }
named-share = { $share }: { $part }
share-with = доля в торговле: { $whole }
share-in-trade = доля в торговле (целое: { $whole })
share-of = { $share } (целое: { $whole })
change-on = { $change } к { $base }
times-since = к { $base }: { $times }
calculated = расчёт
column-change = к { $base }
column-sources = ист.
counted-by = Данные: { $authority }
claimed-by = Кто говорит: { $authority }
compiled-by = Кто составил: { $authority }
compiled-for = составитель: { $authority }
said-by = говорит: { $authority }
count-of = по подсчёту: { $place }
claim-of = по заявлениям о группе: { $place }
own-count = по собственным данным
count-of-third = по подсчёту третьей стороны
later-parts = За { $year } год известна только часть:
any-time = любой год
counted-by-as = Чей подсчёт: { $authority } (здесь названо: { $named })
also-stated = Названо также: { $figure }
also-stated-of = { $what }, названо также: { $figure }
rounded = Округлено: сумма показанных частей расходится с итогом в последней цифре.
surplus = Профицит: { $one }; дефицит: { $other }
total-to-date = Это итог к названному дню, а не прибавка за { $year } г.
disagrees = Названо иначе: { $figure } ({ $authority })
other-unit = В другой единице, не сравнивается: { $figure } ({ $authority })
other-count = Рядом, не сравнивается: { $figure } ({ $authority }; { $when }). Другой источник подсчёта или другая дата; что именно каждый считает, не сказано.
other-period = За другое время, не сравнивается: { $figure } ({ $authority }; { $when })
revised = Сказано раньше, потом пересмотрено: { $figure } ({ $authority }; { $published })
repeated-late = Повторено с чужих слов уже после пересмотра: { $figure } ({ $authority }; { $published })
withdrawn = Отозвано источником: { $figure } ({ $authority }; { $when })
withdrawn-on = отозвано: { $when }
doubtful = сомнительно
doubtful-for = сомнительно: { $reason }
known-wrong = заведомо неверно, по данным: { $by }. { $reason }
not-fitting = { $what }: { $conflict }
conflict-parts-total = в источнике части не складываются в итог
conflict-growth-years = напечатанный рост не тот, что между числами двух периодов
conflict-goods-over-all = отдельных товаров здесь больше, чем всех, в которые они входят
conflict-member-over-group = у страны здесь больше, чем у группы, в которую она входит
conflict-members-total = числа стран не складываются в число группы
conflict-months-over-year = у части года больше, чем у более длинной части или у всего года
conflict-year-parts = части года не складываются в целое
conflict-shares-over-whole = напечатанные доли вместе больше 100 процентов
conflict-period-ahead = период ещё не кончился, когда вышел источник
conflict-share-parts = напечатанная доля не равна части от целого
conflict-wording = слово перед числом не подтверждается другими числами этого подсчёта
conflict-plausible = оно далеко от соседних по времени
conflict-mirror-swapped = рядом с подсчётом другой стороны направления выглядят перепутанными
conflict-origin-disagrees = тот же подсчёт в другом месте говорит иначе
conflict-late-repeat = повторяет прежнее число, которое его источник к тому времени заменил
own-calculation = По нашему расчёту: { $number }
own-is-more = Числа дают { $number }, это больше, чем «{ $said }»
own-is-less = Числа дают { $number }, это меньше, чем «{ $said }»
sources-origins = Источники: { $reports ->
    [one] { $reports } сообщение
    [few] { $reports } сообщения
    [many] { $reports } сообщений
   *[other] { $reports } сообщения
}, { $origins ->
    [one] { $origins } подсчёт
    [few] { $origins } подсчёта
    [many] { $origins } подсчётов
   *[other] { $origins } подсчёта
}
sources = Источники
undated = без даты
at-paragraph = абзац { $number }
at-table = таблица { $number }
at-page = с. { $number }
at-title = заголовок
via = передаёт: { $relayed }
read-on = прочитано { $date }
formula-sum = { $a } + { $b }
formula-difference = { $a } − { $b }
formula-earlier = { $a } ÷ (1 + { $b })
formula-growth = { $a } ÷ { $b } − 1
formula-times = { $a } ÷ { $b }
formula-share = { $a } ÷ { $b }
formula-average = ({ $a } ÷ { $b })^(1/{ $years }) − 1
why-stated = Напечатано в источнике, не рассчитано.
why-digits = Последняя цифра может отличаться на единицу: исходные числа округлены.
mirror-title = { $reporter } – { $partner }, оба подсчёта, { $when }
history-title = { $what } · что и когда говорили
history-more = { $count ->
    [one] Не показан ещё { $count } более ранний раз.
    [few] Не показаны ещё { $count } более ранних раза.
    [many] Не показаны ещё { $count } более ранних раз.
   *[other] Не показаны ещё { $count } более ранних раза.
}
history-leads = Сейчас первое: { $figure } ({ $authority })
history-once = Сказано один раз: с тех пор не пересматривалось.
history-gone = Всё это отозвано.
event-new = первое, что у меня есть
event-repeated = сказано снова, сходится
event-repeated-late = повторяет число, к тому времени пересмотренное
event-revised = пересмотрено: у того же ведомства было { $old }
event-otherwise = другое число, чем говорили другие
event-other-unit = в другой единице, не сравнивается
event-withdrawn = отозвано
known-on = Что было известно на { $day }: вышедшее позже не учтено.
asked-on = { $what }, на { $day }
changes-none = На этой странице ничего нет.
changes-none-in = В { $year } г. ничего не вышло.
changes-more = { $figures ->
    [0] … и сведений: { $statements }.
   *[other] { $statements ->
        [0] … и ещё новых или пересмотренных чисел: { $figures }.
       *[other] … и ещё новых или пересмотренных чисел: { $figures }, сведений: { $statements }.
    }
}
changes-said = Новых чисел нет; сведений: { $statements }.
changes-unread = Здесь не сравнивались ещё числа: { $figures }.
side-counts = { $place }, свой подсчёт: { $figure } ({ $authority })
third-counts = Третья сторона, подсчёт: { $figure } ({ $authority })
compiled = Свод данных разных ведомств: { $figure } ({ $authority })
claims = { $authority } называет { $figure }
side-none = { $place }, свой подсчёт: нет данных
count-none = { $who }: данных нет.
counts-other-period = { $counts } за { $period }: другой срок, не сравнивается
counts-differ = Две стороны считают по-разному.
counts-differ-in = Две стороны считают по-разному, как за { $period }: { $counts }
periods-match = Сроки совпадают.
apart-times = Отношение (расчёт): { $number }
apart-by = Разница (расчёт): { $number }
reasons-named = Причины, по словам других: { $reasons }
reasons-title = Почему подсчёты расходятся, по словам других:
reason-transit = Транзит
reason-re-export = Реэкспорт
reason-smuggling = Контрабанда
reason-shuttle-trade = Челночная торговля
reason-temporary-import = Временный ввоз
reason-method = Другие правила учёта
reason-valuation = Другая оценка стоимости
reason-timing = Другое время учёта
why-before = Раньше, чем { $others }: { $ground }
ground-withdrawn = то число его источник отозвал
ground-wrong = то число заведомо неверно
ground-doubtful = то число сомнительно
ground-counted = подсчитанное идёт раньше оценок и ожиданий
ground-measured = подсчёт того, кто измеряет, идёт раньше чужих слов
ground-dated = дата указана
ground-later = дата позже
ground-asked = запрошенный подсчёт идёт раньше другого, если тот новее не больше чем на год
ground-kind = его документ надёжнее по роду, а то число расходится больше, чем на округление
ground-number = число идёт раньше порога
ground-dollars = доллары идут раньше других валют
ground-newer = то число его ведомство заменило
ground-stated = опубликованное идёт раньше рассчитанного
ground-closer = это более тесный порог
ground-digits = округлено меньше
ground-alike = различить их нечем
stands-for = Названо здесь: { $named }. Чей подсчёт: { $authority }. { $reason }
no-data = нет данных
total = Всего
parts-note = Страна без числа — это пробел, а не ноль.
not-ranked = Вне рейтинга, потому что это другой подсчёт, другая единица или другой день: { $places }
rank-open = Без места, потому что граница, округление или пробел могли бы его изменить: { $places }
share-formula = доля: страна ÷ { $whole }, рассчитано
column-share = доля
yearly-growth = рост рассчитан: год ÷ предыдущий год − 1
average-growth = в среднем за год, { $years }: { $growth } (рассчитано)
average-name = { $what }, в среднем за год
parts-held = Есть данные только за часть года: { $parts }
more-in-details = … остальное — в подробностях.
notes-more = { $count ->
    [one] Ещё { $count } примечание: спросите об отдельном годе.
    [few] Ещё { $count } примечания: спросите об отдельном годе.
    [many] Ещё { $count } примечаний: спросите об отдельном годе.
   *[other] Ещё { $count } примечания: спросите об отдельном годе.
}
times-of = { $one } ÷ { $other }: { $times }
since-calculated = { $years }: { $number } (рассчитано)
times-untold = Эти два года не сравнить: разный подсчёт, разные единицы или слишком мало знаков.
cut-top = первые по величине: { $count }
cut-last = последние по величине: { $count }
cut-place = место по величине: { $place }
cut-from-end = место с конца: { $place }
cut-nobody = { $part }: таких нет. Все страны:
cut-untold = { $part }: из-за границ, округления или пробелов сказать нельзя. Все страны:
cut-open = Точно сказать нельзя: { $places }
quoted = «{ $words }»
cite-title = Как сослаться · { $source }
cite-short = Кратко
cite-names = Имена даны так, как в документе. Дата обращения — день, когда он прочитан.
cite-which = На какой из документов?
status-flash = экспресс-оценка
status-provisional = предварительно
status-final = окончательно
status-estimate = оценка
status-forecast = прогноз
status-target = цель

# Что есть
facts = { $figures ->
    [one] { $figures } число
    [few] { $figures } числа
    [many] { $figures } чисел
   *[other] { $figures } числа
} и { $statements ->
    [one] { $statements } сведение
    [few] { $statements } сведения
    [many] { $statements } сведений
   *[other] { $statements } сведения
} из { $sources ->
    [one] { $sources } документа
    [few] { $sources } документов
    [many] { $sources } документов
   *[other] { $sources } документа
}, { $first }–{ $last }.
facts-about = Места: { $places }
facts-measured = Измеряется: { $indicators }
facts-up-to = Последний период в данных: { $period }; новейший документ: { $published }
coverage-of = Какие данные есть: { $place }
coverage-letters = К: считает { $place }; П: считает партнёр; Т: считает третья сторона; –: данных нет. Экспорт и импорт — со стороны К.
coverage-gaps = Где стоит …, часть лет между ними пропущена.
coverage-others = Кроме торговли есть, самое позднее:
column-trade = оборот
column-exports = эксп.
column-imports = имп.
letter-own = К
letter-partner = П
letter-third = Т
countries-title = Страны и группы стран. Нажмите или назовите в вопросе.
indicators-title = Что измеряется
sources-title = { $count ->
    [one] { $count } документ
    [few] { $count } документа
    [many] { $count } документов
   *[other] { $count } документа
}
agreements-title = Соглашения · { $place }
agreements-all = Соглашения
found-title = Найдено: «{ $words }»
found-more = { $count ->
    [one] Найдено ещё { $count }: добавьте слово.
    [few] Найдено ещё { $count }: добавьте слово.
    [many] Найдено ещё { $count }: добавьте слово.
   *[other] Найдено ещё { $count }: добавьте слово.
}
list-more = { $count ->
    [one] … и ещё { $count }.
    [few] … и ещё { $count }.
    [many] … и ещё { $count }.
   *[other] … и ещё { $count }.
}
statements-held = Сказано также
statements-more = { $count ->
    [one] Ещё { $count } сведение.
    [few] Ещё { $count } сведения.
    [many] Ещё { $count } сведений.
   *[other] Ещё { $count } сведения.
}

# Чего нет
gap-figure = Числа нет: { $what }, { $when }
gap-place = Об этом за такое время ничего нет: { $place }.
gap-goods = Об отдельных товарах цифр нет: { $place }.
gap-any-goods = Об отдельных товарах цифр нет.
gap-indicator = Показателя «{ $indicator }» я не знаю.
gap-words = Ни в одном факте нет «{ $words }».
gap-source = Документа «{ $source }» у меня нет.
withdrawn-only = Число было опубликовано и отозвано источником: { $period } ({ $authority }; отозвано: { $when })
wrong-only = Число, которое об этом печатали, заведомо неверно:
gap-nearest = Ближайшее, что есть:
due-on = { $period }: судя по прежним датам, выйдет { $day } ({ $body })
due-about = { $period }: судя по прежним датам, выйдет примерно { $day } ({ $body })
was-due-on = { $period }: судя по прежним датам, должно было выйти { $day }, но у меня этого нет ({ $body })
was-due-about = { $period }: судя по прежним датам, должно было выйти примерно { $day }, но у меня этого нет ({ $body })

# Что не понято
understood = Понято: { $query }
from-thread = Из прежнего вопроса: { $words }
left-out = Не учтено: «{ $words }».
unknown-word = Не знаю «{ $word }».
unknown-word-offers = Не знаю «{ $word }». Может быть, что-то из этого:
ambiguous-word = «{ $word }» может значить разное. Что именно?
unsure-word = Не уверен, что значит здесь «{ $word }». Могу ответить:
lacked-name = Данных по запросу «{ $word }» у меня нет.
lacked-name-offers = Данных по запросу «{ $word }» у меня нет. Могу ответить:
leftover-word = Слово «{ $word }» я здесь учесть не могу, а ответ без него был бы неверен.
leftover-word-offers = Слово «{ $word }» я здесь учесть не могу, а ответ без него был бы неверен. Могу ответить:
too-few = Для сравнения нужно от двух до пяти мест. Здесь одно: «{ $word }».
too-few-named = Для сравнения нужно от двух до пяти мест: «/compare kz kg 2021-2025».
too-many = «{ $word }» здесь лишнее: отвечаю по одному. Что выбрать?
too-many-one = «{ $word }» здесь лишнее: отвечаю по одному. Могу ответить:
too-many-none = «{ $word }» здесь лишнее: отвечаю по одному.
no-subject = Я отвечаю на вопросы о торговле. Попробуйте «торговля 2025» или «товарооборот с Киргизией в прошлом году».
bad-year = «{ $year }» вне тех лет, которые я храню: от 1900 до 2100.
day-first = Сначала день: /asof 2025-06-30 инвестиции.
bad-day = Сначала день: /asof 2025-06-30 инвестиции. «{ $word }» – не день, не месяц и не год.
day-to-come = Этот день ещё не наступил: { $word }. Могу сказать, что известно сейчас:
too-long = Это слишком длинно для одного вопроса. Спросите короче.
empty-question = Спросите о торговле словами, например «торговля Казахстан 2025».
unknown-command = Команды /{ $command } я не знаю. Все команды: /help
unknown-language = На «{ $word }» я не отвечаю. Отвечаю на: { $languages }.
no-last-answer = Какого ответа? Сначала задайте вопрос или ответьте на сообщение с ответом.
no-such-source = Источника { $number } здесь нет; в ответе их { $count }.
claim-asked = Вы написали «{ $claimed }»: { $verdict }
claim-line = { $number }. «{ $claimed }»: { $verdict }
claim-figure = { $name }: { $figure }
claim-agrees = ✓ { $figure }
claim-rounded = ✓ с округлением. { $figure }
claim-revised = ↻ так и было, потом уточнено. { $figure }, раньше { $before }
claim-scale = ✗ ошибка в порядке величины. { $figure }
claim-sign = ✗ в другую сторону. { $figure }
claim-currency = ✗ другая валюта. { $figure }
claim-other-period = ✗ это другое время: { $instead }; { $figure }
claim-other-place = ✗ это другая страна: { $instead }; { $figure }
claim-other-side = ✗ это данные другой стороны: { $instead }; { $figure }
claim-other-indicator = ✗ это другой показатель: { $instead }; { $figure }
claim-part = ✗ часть вместо целого или наоборот: { $instead }; { $figure }
claim-wording = ✗ слова не подходят. { $figure }
claim-differs = ✗ не сходится. { $figure }
claim-differs-by = ✗ расходится на { $by }. { $figure }
claim-not-checked = ? не проверено: { $reason }
reason-indicator = не понял, что это за число
reason-place = об этой стране или этих товарах у меня ничего нет
reason-period = не сказано, за какое время
reason-unclear = слова вокруг можно понять по-разному
reason-points = процентные пункты не сравниваются
reason-change = изменение в деньгах не сравнивается
reason-range = это диапазон
reason-not-held = у меня ничего об этом нет
reason-unit = у меня это в другой валюте или единице
reason-bound = у меня только граница
checked = { $numbers ->
    [one] { $numbers } число
    [few] { $numbers } числа
    [many] { $numbers } чисел
   *[other] { $numbers } числа
}: верно { $agree }, неверно { $wrong }
checked-more = …и ещё { $count }: ответьте на текст командой /check { $page }
checked-nothing = В этом тексте нет чисел с единицами.
check-how = Пришлите /check и текст или ответьте на сообщение словом /check: сверю каждое число в нём с данными.
did-you-mean = Не знаю «{ $word }». Может быть, { $name }?
then = Тогда:

# О боте
start = Торговля Китая с Центральной Азией в цифрах, каждая с источником.
start-ask = Вы спрашиваете, например: «{ $question }»
start-try = Спросите своими словами или нажмите:
example-trade = торговля { $place } { $year }
example-compare = сравни { $one } и { $other }
example-new = что нового?
help = Спросите своими словами, например:
help-groups = Или командой. Все команды — по тому, что нужно:
group-trade = Цифры торговли
group-others = Инвестиции и другое
group-behind = Откуда цифра
group-about = Что здесь есть
channels-invite = 1. Сделайте меня администратором канала с правом публиковать.
channels-schedule = 2. В личном чате со мной отправьте /schedule.
channels-choose = 3. Выберите канал, что публиковать и когда. Без вашего подтверждения ничего не выйдет.
channels-yours = Что уже запланировано: /channels
talk-nod = Спросите ещё, например: «{ $question }»
talk-hello = Здравствуйте! Я знаю цифры торговли Китая с Центральной Азией. Спросите, например: «{ $question }»
talk-bye = До свидания! Если понадобится цифра, спросите: «{ $question }»
talk-praise = Спасибо! Ещё можно спросить: «{ $question }»
talk-thanks = Пожалуйста! Ещё можно спросить: «{ $question }»
talk-how-are-you = Я программа, у меня всегда всё хорошо. Спросите, например: «{ $question }»
talk-robot = Да, я программа. Я ищу цифры в документах и ничего не придумываю. Спросите, например: «{ $question }»
talk-maker = Я tradefacts, программа под лицензией MIT. Цифры взяты из открытых документов: /sources покажет все. Спросите, например: «{ $question }»
talk-up-to = Можно спросить: «{ $question }»
talk-able = Я говорю, сколько Китай и Центральная Азия торгуют, какими товарами, что изменилось и чьи это данные. Спросите, например: «{ $question }»
talk-wrong = Цифра кажется неверной? Спросите её и нажмите «Источники»: там документ и место в нём. Если там другое, сообщите тому, кто ведёт этого бота.
talk-wrong-answer = Цифра кажется неверной? «Источники» ведут к документу и месту в нём. Если там другое, пришлите эту строку тому, кто ведёт этого бота:
privacy = Я храню выбранный вами язык под вашим номером в Telegram. Если вы подключаете канал или группу, храню ещё их название, ваши расписания и журнал публикаций. Сообщение хранится, пока на него нет ответа, потом удаляется. Ваш последний вопрос в чате, как я его понял, хранится 24 часа, чтобы работало «а за 2024?». /forget_me удаляет всё, что я о вас храню. На сервере базы данных следы могут остаться, пока их не уберёт его администратор. Числа взяты из открытых документов.
language-pick = Выберите язык:
language-set = Буду отвечать по-русски.
language-auto = Буду отвечать на языке вашего Telegram.
language-by-admins = В этой группе мой язык выбирают её администраторы. Для себя вы можете выбрать его в личной переписке со мной.
command-trade = торговля за год, со страной или то и другое
command-country = всё о стране
command-compare = от двух до пяти стран рядом
command-rank = страны по порядку, с долями
command-latest = самые новые числа
command-cite = как сослаться на источник последнего ответа
command-investment = инвестиции на сегодня
command-contracts = контракты: подписано и выполнено
command-companies = компании и доступ на рынок
command-agreements = о чём договорились
command-goods = какими товарами торгуют
command-check = проверить числа в тексте
command-mirror = кто что считает с каждой стороны
command-history = как число говорили, пересматривали, отзывали
command-asof = ответ, каким он был на названный день
command-changes = что нового или пересмотрено
command-indicator = что значит показатель
command-facts = что здесь есть
command-coverage = за какие годы есть данные и чьи
command-search = найти факт по словам
command-sources = все документы
command-more = остальное из ответа
command-source = источник последнего ответа
command-why = откуда взялось число
command-report = если цифра кажется неверной
command-help = все команды
command-start = что это
command-language = сменить язык ответа
command-privacy = что о вас хранится
button-parts = По странам
button-buyers = Кто больше покупает
button-sellers = Кто больше продаёт
button-by-year = По годам
button-compare = Сравнить
button-mirror = Оба подсчёта
button-history = Что и когда говорили
button-changes = Что нового
button-why = Почему?
button-sources = Источники
button-details = Подробнее
button-countries = Страны
button-help = Помощь
button-facts = Что есть
button-coverage = За какие годы
button-newest = Новые числа
button-cite = Сослаться: { $source }
button-indicators = Что измеряется
button-said = Все сведения
button-goods = Товары
button-start = Что я умею
button-compare-countries = Сравнить страны
button-languages = Язык · Language
button-for-channels = Для каналов

# Публикации
post-due = Должно было выйти { $moment }.
post-whole = Ответ целиком
connect-pick = Выберите канал или группу кнопкой ниже. Право публиковать там нужно нам обоим: в канале сделайте меня администратором, которому можно публиковать сообщения. Или напишите /connect @имя.
pick-channel = Выбрать канал
pick-group = Выбрать группу
connected = Подключено: { $title }.
connected-already = { $title }: уже подключено.
connected-over = { $title }: теперь это ваше, со всеми расписаниями.
no-such-chat = Я не вижу { $chat }, или вам нельзя там публиковать. Мы оба должны быть там администраторами с правом публиковать сообщения; проверьте и имя.
in-private = Каналами можно управлять в личной переписке со мной.
no-channel = Такого канала среди подключённых вами нет. Ваши: /channels.
no-schedule = Расписания { $number } у вас нет. Ваши: /channels.
bot-may-not = Мне нельзя публиковать в { $title }. Сделайте меня там администратором с правом публиковать сообщения и повторите.
person-may-not = Вам нельзя публиковать в { $title }: для этого нужно быть там администратором с правом публиковать сообщения.
taken-by-other = { $title }: подключено другим администратором. Если он уйдёт или потеряет права, вы сможете это перенять.
too-many-channels = Вы подключили { $count } каналов, больше нельзя. Сначала отключите один: /disconnect.
too-many-schedules = У этого канала { $count } расписаний, больше нельзя. Сначала удалите одно: /delete.
cannot-post = Мне нечего публиковать по запросу «{ $words }». Сначала спросите об этом меня здесь; когда отвечу, поставьте те же слова в расписание, например: trade latest
no-topics-in-channel = { $title }: это канал, в каналах тем нет. Уберите topic=, и я буду публиковать как обычно.
no-topics-in-group = { $title }: тем здесь нет. Уберите topic= или сначала включите темы в группе.
never-due = Этот момент уже прошёл, публикации никогда не будет.
nothing-due = Следующей публикации нет, пропускать нечего.
decided-already = Это уже решено.
telegram-silent = Telegram не говорит мне, кому там можно публиковать. Ничего не изменено; повторите через минуту.
store-silent = Моё хранилище сейчас не работает, поэтому ничего не изменено. На вопросы я отвечаю; повторите это позже.
order-missing = Здесь чего-то не хватает, например { $piece }. Пример: { $example }
order-word = «{ $word }» здесь не подходит. Пример: { $example }
order-too-long = Это слишком длинно для одной команды. Пример: { $example }
order-meant = Я не знаю «{ $word }». Имелось в виду { $meant }? Пример: { $example }
order-when = Непонятно, когда публиковать. Напишите дни и час: ежедневно в 9 утра, weekdays 09:00, weekly mon,thu 09:00, monthly 15 09:00, monthly last-fri 18:00, yearly 01-20 10:00, once 2030-03-01 10:00. Пример: { $example }
order-zone = Я не знаю часового пояса «{ $word }». Напишите город. Пример: { $example }
order-zone-offers = Я не знаю часового пояса «{ $word }». Напишите город, например один из этих: { $zones }. Пример: { $example }
channels-none = Пока ничего не подключено. Я могу публиковать в вашем канале или группе любой ответ в выбранные вами часы.
schedules-none = Расписаний пока нет.
schedule-card = { $when } ({ $zone }): { $what }
what-between = { $what }, { $place } — { $other }
what-by-place = { $what }, по странам
what-moves = { $what } (сдвигается с календарём)
when-daily = Каждый день в { $time }
when-weekdays = По будням в { $time }
when-weekly = По { $days } в { $time }
when-weekday = { $number ->
    [1] понедельникам
    [2] вторникам
    [3] средам
    [4] четвергам
    [5] пятницам
    [6] субботам
   *[7] воскресеньям
}
when-and = { $first } и { $last }
when-monthly = Каждый месяц { $day }-го числа в { $time }
when-month-end = В последний день каждого месяца в { $time }
when-nth = Каждый месяц, { $nth ->
    [1] { $weekday ->
        [1] первый понедельник
        [2] первый вторник
        [3] первая среда
        [4] первый четверг
        [5] первая пятница
        [6] первая суббота
       *[7] первое воскресенье
    }
    [2] { $weekday ->
        [1] второй понедельник
        [2] второй вторник
        [3] вторая среда
        [4] второй четверг
        [5] вторая пятница
        [6] вторая суббота
       *[7] второе воскресенье
    }
    [3] { $weekday ->
        [1] третий понедельник
        [2] третий вторник
        [3] третья среда
        [4] третий четверг
        [5] третья пятница
        [6] третья суббота
       *[7] третье воскресенье
    }
    [4] { $weekday ->
        [1] четвёртый понедельник
        [2] четвёртый вторник
        [3] четвёртая среда
        [4] четвёртый четверг
        [5] четвёртая пятница
        [6] четвёртая суббота
       *[7] четвёртое воскресенье
    }
   *[5] { $weekday ->
        [1] последний понедельник
        [2] последний вторник
        [3] последняя среда
        [4] последний четверг
        [5] последняя пятница
        [6] последняя суббота
       *[7] последнее воскресенье
    }
}, в { $time }
when-yearly = Каждый год { $day } { $month ->
    [1] января
    [2] февраля
    [3] марта
    [4] апреля
    [5] мая
    [6] июня
    [7] июля
    [8] августа
    [9] сентября
    [10] октября
    [11] ноября
   *[12] декабря
} в { $time }
when-once = Один раз, { $day } в { $time }
pages-move = Время сдвигается вместе с календарём: сейчас это { $time }.
pages-newest = В каждой публикации самые новые данные (сейчас { $time }).
pages-fixed = { $time } так и останется { $time }. Чтобы каждый раз были новые данные, напишите вместо этого «latest».
pages-same = Страница будет каждый раз одной и той же, пока не появятся новые данные.
what-rotate = по одному факту, по очереди
next-ones = Ближайшие три: { $moments }
next-one = Дальше: { $moment }
next-none = Публикаций больше не будет.
is-paused = Приостановлено. Продолжить: /resume.
is-paused-until = Приостановлено до { $day }
is-silent = без звука
is-topic = тема { $topic }
is-suspended = Здесь ничего не публикуется: { $why }
why-removed = меня удалили. Добавьте меня снова, администратором с правом публиковать.
why-no-rights = у меня нет права публиковать сообщения. Верните его, и всё продолжится само.
why-topic = тема закрыта или удалена. Откройте её и отправьте /resume или выберите другую: /edit.
why-gone = такого чата больше нет.
why-no-owner = подключивший ушёл или потерял право публиковать. Другой администратор может перенять всё командой /connect.
schedule-added = Расписание создано: { $title }.
schedule-changed = Расписание изменено: { $title }.
schedule-paused = Приостановлено; ничего не потеряно.
schedule-resumed = Продолжаем. Пропущенное не публикуется.
schedule-skipped = Пропускаем: { $moment }.
schedule-running = Публикую сейчас: { $title }. Итог: /log.
schedule-deleted = Расписание { $number } удалено.
schedule-back = Расписание восстановлено.
disconnect-ask = Отключить { $title }? Вместе с расписаниями ({ $count }) и журналом.
disconnected = { $title }: отключено. Вышедшие публикации остаются.
forget-ask = Забыть всё, что я о вас храню? Подключённые вами каналы ({ $count }) останутся без публикаций, пока другой администратор не переймёт их командой /connect.
forgotten = Забыто.
cancelled = Отменено; ничего не изменено.
preview-nothing = Сейчас у меня нет на это ответа, публикации не было бы.
log-title = Последние публикации, { $title }; заказаны вами, если не сказано иначе:
log-none = Публикаций ещё не было.
log-post = запись
log-other = другой администратор
log-forgotten = тот, чьи данные удалены
fate-planned = ждёт очереди
fate-sending = публикуется
fate-sent = опубликовано
fate-refused = отказ: { $why }
fate-unknown = неизвестно, вышло ли: вас спросили
skip-late = пропущено: слишком поздно
skip-overtaken = пропущено: подошла следующая
skip-asked = пропущено по вашей просьбе
skip-no-answer = пропущено: нечего показать
skip-stopped = пропущено: было остановлено
ask-channel = Где публиковать?
ask-what = Что публиковать?
ask-place = О какой стране?
ask-days = В какие дни?
ask-time = В какое время? Можно и написать, например 7:45 или 9 утра.
ask-zone = По времени какого города? Город можно и написать.
ask-zone-again = Я не знаю часового пояса «{ $word }». Это один из этих?
ask-language = На каком языке?
ask-confirm = Всё верно?
type-what = Напишите, что публиковать, как спросили бы меня, например: торговля Киргизия 2025
draft-over = Это уже закончено. Начать заново: /schedule.
what-newest = Новые данные
what-trade = Торговля за последний год
what-investment = Инвестиции
what-place = Всё о стране
what-fact = Факт дня
what-other = Другое
days-daily = Каждый день
days-weekdays = С понедельника по пятницу
days-first = Первого числа
days-last = В последний день месяца
button-confirm = Да, включить
button-save = Да, изменить
button-silent = Без звука
button-loud = Со звуком
button-back = Назад
button-cancel = Отмена
button-schedule = Новое расписание
button-channels = Мои каналы
button-connect = Подключить канал
button-delete = Удалить
button-undo = Вернуть
button-pause = Приостановить
button-resume = Продолжить
button-preview = Показать
button-run = Опубликовать сейчас
button-skip = Пропустить ближайшую
button-edit = Изменить
button-log = Журнал
button-disconnect = Отключить
button-forget = Забыть меня
button-what = Что
button-when = Когда
button-zone = Пояс
button-language = Язык
button-there = Она там есть
button-again = Отправить ещё раз
notice-late = Расписание { $number }: меня не было, и { $count ->
    [one] { $count } публикация пропущена
    [few] { $count } публикации пропущены
    [many] { $count } публикаций пропущено
   *[other] { $count } публикации пропущено
 } как опоздавшие, с { $first } по { $last }.
notice-no-answer = Расписание { $number }: публикация { $due } пропущена, сейчас у меня нет на неё ответа. Посмотреть: /preview, изменить: /edit.
notice-unreadable = Расписание { $number } остановлено: его время или пояс больше не читаются ({ $why }). Задайте заново: /edit.
notice-refused = Расписание { $number }: Telegram отклонил публикацию { $due } ({ $why }). Следующая будет отправлена.
notice-unknown = Расписание { $number }: связь оборвалась, когда отправлялась публикация { $due }. Она могла выйти в { $title }, а могла и нет; посмотрите, пожалуйста. Сам я её повторно не отправлю.
notice-suspended = { $title }: публикации остановлены. Причина: { $why }
notice-resumed = { $title }: публикации продолжаются. Пропущенное не публикуется.
notice-let-in = Вы добавили меня в { $title }. Публиковать там?
decided-there = Понятно: она там есть.
decided-again = Отправляю ещё раз.
backup-restored = Из этого файла добавлено расписаний: { $count }.
backup-known = Уже есть: { $count }.
backup-done = Ваши расписания ({ $count }). Чтобы вернуть их мне или другому такому боту, сначала подключите там один канал, потом отправьте этот файл.
backup-not-taken = Не принято:
backup-line = строка { $line }: { $why }
backup-more = и ещё { $count }
backup-value = «{ $value }» не подходит для расписания.
backup-connect-first = Резервную копию я принимаю только от тех, у кого здесь есть канал. Подключите свой командой /connect и отправьте файл ещё раз.
backup-too-large = Файл слишком большой: в моей резервной копии не больше { $size } КБ. Я его не читал.
backup-not-fetched = Telegram не отдал мне этот файл. Ничего не изменено; отправьте его ещё раз через минуту.
backup-too-many = Это не моя резервная копия: ни у кого нет больше { $channels } каналов по { $schedules } расписаний. Ничего не изменено.
backup-wrong = Это не моя резервная копия: строка { $line } в ней лишняя. Ничего не изменено; копию даёт команда /backup.
command-channels = публикации в ваших каналах и группах
