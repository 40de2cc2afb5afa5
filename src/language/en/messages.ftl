ask-again = That took too long. Please ask again.
broken = Something went wrong on our side, and it has been noted. Please ask another way.
ask-by-number = Type a number to ask:
no-words = I read text only, no pictures, stickers or voice. Send the words, or ask: “trade 2025”.
old-button = I can't read this button any more. Please ask in words.
slow-down = You ask faster than I can answer. I'll answer again in a moment.
not-ours = That command is addressed to @{ $bot }, which is another bot.

# Between the members of a list.
comma = { ", " }
semicolon = { "; " }

# Numbers. “bn” and the like stand after a blank; the sign of a currency where the language puts it.
money = { $currency }{ $number }{ $scale }
# By the power of ten; only those that the language counts by.
scale = { $power ->
    [3] { " " }thousand
    [6] { " " }mn
    [9] { " " }bn
    [12] { " " }tn
   *[other] { "" }
}
currency-usd = US$
currency-cny = CN¥
currency-other = { $code }{ " " }
percent = { $number }%
times = { $count ->
    [one] { $number } time
   *[other] { $number } times
}
fold = { $number }×
years = { $count ->
    [one] { $number } year
   *[other] { $number } years
}
months = { $count ->
    [one] { $number } month
   *[other] { $number } months
}
quantity = { $number }{ $scale } { $unit }
unit-cubic-metres = m³
unit-tonnes = tonnes
unit-kilometres = km
unit-teu = TEU
qualifier-about = about { $number }
qualifier-nearly = nearly { $number }
qualifier-more-than = more than { $number }
qualifier-less-than = less than { $number }
qualifier-at-least = at least { $number }
qualifier-at-most = at most { $number }

# Time
weekday = { $number ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
}
date-day = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
date-month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
date-months = { $first ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} to { $last ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
date-half = { $half ->
    [1] first
   *[2] second
} half of { $year }
date-quarter = { $quarter ->
    [1] first
    [2] second
    [3] third
   *[4] fourth
} quarter of { $year }
base-year = { $year }
base-month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[other] December
} { $year }
base-months = { $first ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[other] December
} to { $last ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[other] December
} { $year }
base-half = { $half ->
    [1] first
   *[2] second
} half of { $year }
base-quarter = { $quarter ->
    [1] first
    [2] second
    [3] third
   *[4] fourth
} quarter of { $year }
as-of = as of { $date }
as-of-year = as of { $year }
as-of-unknown = date not stated
latest = latest

# An answer
heading = { $reporter } { $arrow } { $partner }, { $what }, { $when }
in-all-goods = { $what } in goods
sold = { $place } sold
bought = { $place } bought
difference = Difference
reports-agree = { $reports ->
    [one] { $reports } report
   *[other] { $reports } reports agree
}
counted-otherwise = The other side counts otherwise: { $counts }
newest-of = The newest { $shown } of { $all }; all under Details.
third-party = Third party
growth-of = growth of { $what }
goods-title = Goods, { $place }
goods-in-all = All goods, these included:
goods-all-title = Goods of which there are figures
in-goods = { $what } in { $product }
of-goods = { $what } of { $product }
by-weight = by weight
by-volume = by volume
by-number = by number
heading-named = { $what }, { $when }
named-of = { $what } of { $place }
named-to = { $what } of { $place } to { $other }
named-from = { $what } of { $place } from { $other }
named-with = { $what } of { $place } with { $other }
named-between = { $what }, { $place } ↔ { $other }
named-share = { $part }’s { $share }
share-with = share of trade with { $whole }
share-in-trade = share in trade of { $whole }
share-of = { $share } of { $whole }
change-on = { $change } on { $base }
times-since = { $times } the figure of { $base }
calculated = calculated
column-change = on { $base }
column-sources = src
counted-by = Counted by: { $authority }
claimed-by = Said by: { $authority }
compiled-by = Compiled by: { $authority }
compiled-for = compiled by { $authority }
said-by = said by { $authority }
count-of = by the count of { $place }
claim-of = as said of { $place }
own-count = by its own account
count-of-third = counted by a third party
later-parts = Of { $year } only a part is known:
any-time = any year
counted-by-as = Counted by: { $authority } (named here: { $named })
also-stated = Also stated as: { $figure }
also-stated-of = { $what } also stated as: { $figure }
rounded = Rounded: the parts shown differ from the total in the last digit.
surplus = Surplus: { $one }; deficit: { $other }
total-to-date = As of the day named, not what was added in { $year }.
disagrees = Stated otherwise: { $figure } ({ $authority })
other-unit = In another unit, not compared: { $figure } ({ $authority })
other-count = Beside it, not compared: { $figure } ({ $authority }; { $when }). Another body or another day; what each of them counts as this is not said.
other-period = Of another time, not compared: { $figure } ({ $authority }; { $when })
revised = Said before and revised since: { $figure } ({ $authority }; { $published })
repeated-late = Repeated by a relay after it was revised: { $figure } ({ $authority }; { $published })
withdrawn = Withdrawn by its source: { $figure } ({ $authority }; { $when })
withdrawn-on = withdrawn: { $when }
doubtful = doubtful
doubtful-for = doubtful: { $reason }
known-wrong = known to be wrong, by { $by }: { $reason }
not-fitting = { $what }: { $conflict }
conflict-parts-total = in the source the parts do not make the total
conflict-growth-years = the printed growth is not that between the numbers of the two times
conflict-goods-over-all = goods of one kind are more here than what they are a part of
conflict-member-over-group = a country has more here than a group it belongs to
conflict-members-total = the countries’ numbers do not make that of the group
conflict-months-over-year = a part of the year has more than a longer part, or than the whole year
conflict-year-parts = the parts of the year do not make the whole
conflict-shares-over-whole = the printed shares make more than 100 percent
conflict-period-ahead = the period was not over when the source came out
conflict-share-parts = the printed share is not the part over its whole
conflict-wording = the word before the number is not true by the other numbers of this count
conflict-plausible = it lies far from its neighbours in time
conflict-mirror-swapped = the two directions look exchanged beside the other side’s count
conflict-origin-disagrees = the same count says otherwise elsewhere
conflict-late-repeat = it repeats an earlier number that its body had replaced by then
own-calculation = By our calculation: { $number }
own-is-more = The numbers give { $number }, which is more than “{ $said }”
own-is-less = The numbers give { $number }, which is less than “{ $said }”
sources-origins = Sources: { $reports ->
    [one] { $reports } report
   *[other] { $reports } reports
}, { $origins ->
    [one] { $origins } origin
   *[other] { $origins } origins
}
sources = Sources
undated = undated
at-paragraph = paragraph { $number }
at-table = table { $number }
at-page = page { $number }
at-title = title
via = relaying { $relayed }
read-on = read { $date }
formula-sum = { $a } + { $b }
formula-difference = { $a } − { $b }
formula-earlier = { $a } ÷ (1 + { $b })
formula-growth = { $a } ÷ { $b } − 1
formula-times = { $a } ÷ { $b }
formula-share = { $a } ÷ { $b }
formula-average = ({ $a } ÷ { $b })^(1/{ $years }) − 1
why-stated = Printed in the source, not calculated.
why-digits = The last digit may be off by one: the inputs are rounded.
mirror-title = { $reporter } – { $partner }, both counts, { $when }
history-title = { $what } · how it was said
history-more = { $count ->
    [one] { $count } earlier time is not shown.
   *[other] { $count } earlier times are not shown.
}
history-leads = Leads now: { $figure } ({ $authority })
history-once = Said once: nothing was revised since.
history-gone = All of it was taken back.
event-new = the first that I have
event-repeated = said again, and agrees
event-repeated-late = repeats a number that had been revised by then
event-revised = revised: the same body had { $old }
event-otherwise = another number than others had said
event-other-unit = in another unit, not compared
event-withdrawn = taken back
known-on = As known on { $day }: what came out later is left out.
asked-on = { $what }, as known on { $day }
changes-none = Nothing on this page.
changes-none-in = Nothing came out in { $year }.
changes-more = { $figures ->
    [0] { $statements ->
        [one] … and { $statements } statement.
       *[other] … and { $statements } statements.
    }
   *[other] { $statements ->
        [0] … and { $figures } more, new or revised.
        [one] … and { $figures } more, new or revised; { $statements } statement.
       *[other] … and { $figures } more, new or revised; { $statements } statements.
    }
}
changes-said = { $statements ->
    [one] No new figure; { $statements } statement.
   *[other] No new figure; { $statements } statements.
}
changes-unread = { $figures ->
    [one] { $figures } figure more was not compared here.
   *[other] { $figures } figures more were not compared here.
}
side-counts = { $place } counts { $figure } ({ $authority })
third-counts = A third party counts { $figure } ({ $authority })
compiled = Compiled from what bodies report: { $figure } ({ $authority })
claims = { $authority } says { $figure }
side-none = { $place } counts: no figure
count-none = { $who }: no figure.
counts-other-period = { $counts } for { $period }: another span, not compared
counts-differ = The two sides count differently.
counts-differ-in = The two sides count differently, as for { $period }: { $counts }
periods-match = The periods match.
apart-times = Ratio (calculated): { $number }
apart-by = Difference (calculated): { $number }
reasons-named = Reasons that others give: { $reasons }
reasons-title = Why the counts differ, as others say it:
reason-transit = Transit
reason-re-export = Re-export
reason-smuggling = Smuggling
reason-shuttle-trade = Shuttle trade
reason-temporary-import = Temporary import
reason-method = Other rules of counting
reason-valuation = Other valuation
reason-timing = Other timing
why-before = Before { $others }: { $ground }
ground-withdrawn = its source took that back
ground-wrong = that is known to be wrong
ground-doubtful = that is doubtful
ground-counted = what was counted goes before what is estimated or expected
ground-measured = a body that measures goes before one that only says
ground-dated = its day is stated
ground-later = it is of a later day
ground-asked = the count that was asked for goes before another that is newer by a year at most
ground-kind = its document is of a better kind, and that differs by more than rounding
ground-number = a number goes before a bound
ground-dollars = dollars go before other currencies
ground-newer = its body has replaced that number
ground-stated = a stated number goes before a calculated one
ground-closer = it is the closer bound
ground-digits = it is the less rounded one
ground-alike = nothing tells the two apart
stands-for = What is named here as { $named } is taken as the count of another body: { $authority }. { $reason }
no-data = no figure
total = Total
parts-note = A country without a figure is a gap, not zero.
not-ranked = Not ranked, since another body counted it, or in another unit or on another day: { $places }
rank-open = No rank, since a bound, a rounding or a gap could change it: { $places }
share-formula = share: the country ÷ { $whole }, calculated
column-share = share
yearly-growth = growth calculated: the year ÷ the year before − 1
average-growth = average growth a year { $years }: { $growth } (calculated)
average-name = average { $what } a year
parts-held = Only part of the year is held: { $parts }
more-in-details = … more under Details.
notes-more = { $count ->
    [one] { $count } more note: ask for the year.
   *[other] { $count } more notes: ask for the year.
}
times-of = { $one } is { $times } { $other }
since-calculated = { $years }: { $number } (calculated)
times-untold = The two years cannot be compared: other counts, other units, or too few digits.
cut-top = the { $count } largest
cut-last = the { $count } smallest
cut-place = place { $place } by size
cut-from-end = place { $place } from the end
cut-nobody = { $part }: none. All of them:
cut-untold = { $part }: bounds, rounding or gaps leave it open. All of them:
cut-open = Not certain: { $places }
quoted = “{ $words }”
cite-title = To cite · { $source }
cite-short = Short
cite-names = Names stand as the document prints them. The date of access is the day it was read.
cite-which = Which of the documents?
status-flash = flash
status-provisional = provisional
status-final = final
status-estimate = estimate
status-forecast = forecast
status-target = target

# What there is
facts = { $figures ->
    [one] { $figures } figure
   *[other] { $figures } figures
} and { $statements ->
    [one] { $statements } statement
   *[other] { $statements } statements
} from { $sources ->
    [one] { $sources } document
   *[other] { $sources } documents
}, { $first } to { $last }.
facts-about = Places: { $places }
facts-measured = Measured: { $indicators }
facts-up-to = Facts up to { $period }; newest document of { $published }.
coverage-of = Data held: { $place }
coverage-letters = C: counted by { $place }; P: by the partner; T: by a third party; –: no figure. Exports and imports as seen from { $place }.
coverage-gaps = Where … stands, years in between are missing.
coverage-others = Held beside trade, up to:
column-trade = trade
column-exports = exp.
column-imports = imp.
letter-own = C
letter-partner = P
letter-third = T
countries-title = Countries and groups. Tap one, or name it in a question.
indicators-title = What is measured
sources-title = { $count ->
    [one] { $count } document
   *[other] { $count } documents
}
agreements-title = Agreements · { $place }
agreements-all = Agreements
found-title = Found for “{ $words }”
found-more = { $count ->
    [one] { $count } more was found: add a word to see it.
   *[other] { $count } more were found: add a word to see them.
}
list-more = { $count ->
    [one] … and { $count } more.
   *[other] … and { $count } more.
}
statements-held = Also said
statements-more = { $count ->
    [one] { $count } more statement.
   *[other] { $count } more statements.
}

# What there is not
gap-figure = No figure: { $what }, { $when }.
gap-place = I have nothing about { $place } for that time.
gap-goods = No figure of single goods: { $place }.
gap-any-goods = There are no figures of single goods.
gap-indicator = I know no indicator “{ $indicator }”.
gap-words = No fact holds “{ $words }”.
gap-source = I have no document “{ $source }”.
withdrawn-only = A figure was published and withdrawn by its source: { $period } ({ $authority }; withdrawn: { $when })
wrong-only = A number that was printed for it is known to be wrong:
gap-nearest = The nearest I have:
due-on = { $period } is due on { $day }, going by earlier dates ({ $body }).
due-about = { $period } is due about { $day }, going by earlier dates ({ $body }).
was-due-on = { $period } was due on { $day }, going by earlier dates, and is not among my facts ({ $body }).
was-due-about = { $period } was due about { $day }, going by earlier dates, and is not among my facts ({ $body }).

# What was not understood
understood = Understood: { $query }
from-thread = Taken from before: { $words }
left-out = I left out “{ $words }”.
unknown-word = I don't know “{ $word }”.
unknown-word-offers = I don't know “{ $word }”. Perhaps one of these:
ambiguous-word = “{ $word }” can mean more than one thing. Which?
unsure-word = I am not sure about “{ $word }” here. I can answer:
lacked-name = I hold no figures for “{ $word }”.
lacked-name-offers = I hold no figures for “{ $word }”. I can answer:
leftover-word = I can't use “{ $word }” here, and an answer that left it out would be wrong.
leftover-word-offers = I can't use “{ $word }” here, and an answer that left it out would be wrong. I can answer:
too-few = To compare I need two to five places. Here is one: “{ $word }”.
too-few-named = To compare I need two to five places: “/compare kz kg 2021-2025”.
too-many = “{ $word }” is one too many: I answer one at a time. Which?
too-many-one = “{ $word }” is one too many: I answer one at a time. I can answer:
too-many-none = “{ $word }” is one too many: I answer one at a time.
no-subject = I answer questions about trade. Try “trade 2025” or “kyrgyz trade last year?”.
bad-year = “{ $year }” is outside the years I can hold, 1900 to 2100.
day-first = A day comes first: /asof 2025-06-30 investment.
bad-day = A day comes first: /asof 2025-06-30 investment. “{ $word }” is no day, month or year.
day-to-come = That day has not come: { $word }. I can answer what is known now:
too-long = That is too long for one question. Ask in a few words.
empty-question = Ask me about trade in words, for example “trade Kazakhstan 2025”.
unknown-command = I don't know the command /{ $command }. /help lists all.
unknown-language = I don't answer in “{ $word }”. I do in: { $languages }.
no-last-answer = Of which answer? Ask a question first, or reply to an answer.
no-such-source = There is no source { $number } here; the answer has { $count }.
claim-asked = You wrote “{ $claimed }”: { $verdict }
claim-line = { $number }. “{ $claimed }”: { $verdict }
claim-figure = { $name }: { $figure }
claim-agrees = ✓ { $figure }
claim-rounded = ✓ rounded. { $figure }
claim-revised = ↻ was so, since revised. { $figure }, before { $before }
claim-scale = ✗ a slip by a power of ten. { $figure }
claim-sign = ✗ the other way. { $figure }
claim-currency = ✗ another currency. { $figure }
claim-other-period = ✗ that is another time: { $instead }. { $figure }
claim-other-place = ✗ that is another place: { $instead }. { $figure }
claim-other-side = ✗ that is the other side's count: { $instead }. { $figure }
claim-other-indicator = ✗ that is something else: { $instead }. { $figure }
claim-part = ✗ a part for the whole, or the whole for a part: { $instead }. { $figure }
claim-wording = ✗ the words do not fit. { $figure }
claim-differs = ✗ differs. { $figure }
claim-differs-by = ✗ differs by { $by }. { $figure }
claim-not-checked = ? not checked: { $reason }
reason-indicator = I don't see what it counts
reason-place = I hold nothing of that country or these goods
reason-period = no time is named
reason-unclear = the words around it may mean more than one thing
reason-points = percentage points are not compared
reason-change = by how much it changed in money is not compared
reason-range = it is a range
reason-not-held = I hold nothing of it
reason-unit = I hold it in another currency or unit
reason-bound = I hold only a bound
checked = { $numbers ->
    [one] { $numbers } number
   *[other] { $numbers } numbers
}: { $agree } right, { $wrong } wrong
checked-more = …and { $count } more: reply to the text with /check { $page }
checked-nothing = I found no number with a unit in this text.
check-how = Send /check with a text behind it, or reply with /check to a message: I hold each number in it against the facts.
did-you-mean = I don't know “{ $word }”. Did you mean { $name }?
then = Then:

# About the bot
start = China’s trade with Central Asia in figures, each with its source.
start-ask = You ask, for example: “{ $question }”
start-try = Ask in your own words, or tap:
example-trade = trade { $place } { $year }
example-compare = compare { $one } and { $other }
example-new = what is new?
help = Ask in your own words, for example:
help-groups = Or by command. All commands, by what you look for:
group-trade = Trade figures
group-others = Investment and more
group-behind = Behind a number
group-about = What there is
channels-invite = 1. Make me an administrator of your channel, with the right to post.
channels-schedule = 2. In a private chat with me, send /schedule.
channels-choose = 3. Choose the channel, what to post and when. Nothing is posted before you confirm.
channels-yours = What is scheduled already: /channels
talk-nod = Ask me another, for example: “{ $question }”
talk-hello = Hello! I give figures on China’s trade with Central Asia. Ask me, for example: “{ $question }”
talk-bye = Goodbye! I’m here when you need a figure, such as “{ $question }”.
talk-praise = Thank you! You can also ask: “{ $question }”
talk-thanks = You’re welcome! You can also ask: “{ $question }”
talk-how-are-you = I’m a program, so I’m always fine. Ask me, for example: “{ $question }”
talk-robot = Yes, I’m a program. I look figures up in documents, and guess nothing. Ask me, for example: “{ $question }”
talk-maker = I’m tradefacts, a program under the MIT licence. My figures come from public documents: /sources lists them. Ask me, for example: “{ $question }”
talk-up-to = You can ask: “{ $question }”
talk-able = I say how much China and Central Asia trade, in which goods, how it changed, and who says so. Ask me, for example: “{ $question }”
talk-wrong = Does a figure look wrong? Ask for it, then tap Sources: there is the document, and the place in it. If that says otherwise, tell whoever runs this bot.
talk-wrong-answer = Does a figure look wrong? Sources leads to the document, and the place in it. If that says otherwise, send this line to whoever runs this bot:
privacy = I keep the language you choose, under your Telegram number. If you connect a channel or group, I also keep its name, what you scheduled there, and a log of those posts. A message is kept until it is answered, then deleted. What you asked last in a chat, as I understood it, is kept for 24 hours, so that “and 2024?” works. /forget_me deletes what I keep about you. On a database server, traces of it may stay until its operator clears them. Figures come from public documents.
language-pick = Choose a language:
language-set = I'll answer in English.
language-auto = I'll answer in the language of your Telegram.
language-by-admins = Only administrators choose my language in this group. You can choose yours in a private chat with me.
command-trade = trade of a year, a country, or both
command-country = all about a country
command-compare = two to five countries side by side
command-rank = the countries by rank, with their shares
command-latest = the newest figures
command-cite = how to cite a source of the last answer
command-investment = investment to date
command-contracts = contracts signed and carried out
command-companies = companies and market access
command-agreements = what was agreed
command-goods = which goods are traded
command-check = check the numbers of a text
command-mirror = who counts what on each side
command-history = how a figure was said, revised, taken back
command-asof = an answer as known on a day
command-changes = what is new or revised
command-indicator = what a number means
command-facts = what there is
command-coverage = which years are held, by whose count
command-search = find a fact by its words
command-sources = all documents
command-more = the rest of an answer
command-source = a source of the last answer
command-why = how a number came about
command-report = when a figure looks wrong
command-help = all commands
command-start = what this is
command-language = answer in another language
command-privacy = what is kept about you
button-parts = By country
button-buyers = Who buys most
button-sellers = Who sells most
button-by-year = By year
button-compare = Compare
button-mirror = Both counts
button-history = How it was said
button-changes = What is new
button-why = Why?
button-sources = Sources
button-details = Details
button-countries = Countries
button-help = Help
button-facts = What there is
button-coverage = Which years
button-newest = Newest figures
button-cite = Cite: { $source }
button-indicators = What is measured
button-said = All statements
button-goods = Goods
button-start = What I do
button-compare-countries = Compare countries
button-languages = Language · Язык
button-for-channels = For channels

# Posts
post-due = This was due on { $moment }.
post-whole = The whole answer
connect-pick = Choose the channel or group with a button below. We both must be allowed to post there: in a channel, make me an administrator who may post messages. Or write /connect @name.
pick-channel = Choose a channel
pick-group = Choose a group
connected = Connected: { $title }.
connected-already = { $title } is connected already.
connected-over = { $title } is yours now, with all its schedules.
no-such-chat = I can't see { $chat }, or you may not post there. We both need to be administrators there who may post messages; check the name, too.
in-private = Manage channels in a private chat with me.
no-channel = You have connected no such channel. /channels lists yours.
no-schedule = You have no schedule { $number }. /channels lists yours.
bot-may-not = I may not post in { $title }. Make me an administrator there who may post messages, then try again.
person-may-not = You may not post in { $title }: you need to be an administrator there who may post messages.
taken-by-other = { $title } was connected by another of its administrators. When they leave or lose their rights, you can take it over.
too-many-channels = You have connected { $count } channels, which is all you may. /disconnect one first.
too-many-schedules = This channel has { $count } schedules, which is all it may have. /delete one first.
cannot-post = I have no answer to post for “{ $words }”. Ask me the question here first; once I answer, schedule the same words, such as: trade latest
no-topics-in-channel = { $title } is a channel, and a channel has no topics. Leave out topic= and I post there as usual.
no-topics-in-group = { $title } has no topics. Leave out topic=, or turn topics on in the group first.
never-due = It would never fall due: that moment is over.
nothing-due = There is no next post to leave out.
decided-already = That is decided already.
telegram-silent = Telegram does not tell me who may post there. Nothing was changed; try again in a minute.
store-silent = My store does not work at the moment, so nothing was changed. Questions are answered all the same; try this again later.
order-missing = Something is missing here, such as { $piece }. For example: { $example }
order-word = I can't use “{ $word }” here. For example: { $example }
order-too-long = That is too long for one order. For example: { $example }
order-meant = I don't know “{ $word }”. Did you mean { $meant }? For example: { $example }
order-when = I don't see when to post. Write a rhythm and an hour: daily 9am, weekdays 09:00, weekly mon,thu 09:00, monthly 15 09:00, monthly last-fri 18:00, yearly 01-20 10:00, once 2030-03-01 10:00. For example: { $example }
order-zone = I don't know the time zone “{ $word }”. Write a city instead. For example: { $example }
order-zone-offers = I don't know the time zone “{ $word }”. Write a city, such as one of these: { $zones }. For example: { $example }
channels-none = No channel is connected yet. I can post to a channel or group of yours: any answer, at the hours you choose.
schedules-none = Nothing is scheduled here yet.
schedule-card = { $when } ({ $zone }): { $what }
what-between = { $place }–{ $other } { $what }
what-by-place = { $what }, by country
what-moves = { $what } (moves with the calendar)
when-daily = Every day at { $time }
when-weekdays = Monday to Friday at { $time }
when-weekly = Every { $days } at { $time }
when-weekday = { $number ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
when-and = { $first } and { $last }
when-monthly = Day { $day } of every month at { $time }
when-month-end = The last day of every month at { $time }
when-nth = The { $nth ->
    [1] first
    [2] second
    [3] third
    [4] fourth
   *[5] last
} { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
} of every month at { $time }
when-yearly = Every year on { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} at { $time }
when-once = Once, on { $day } at { $time }
pages-move = The time moves with the calendar: now it is { $time }.
pages-newest = Each post has the newest figures: now those of { $time }.
pages-fixed = { $time } stays { $time }. For the newest figures each time, write “latest” in its place.
pages-same = The page will be the same each time until new facts come in.
what-rotate = a fact a day, in turn
next-ones = Next three: { $moments }
next-one = Next: { $moment }
next-none = No post is due any more.
is-paused = Paused. /resume goes on.
is-paused-until = Paused until { $day }
is-silent = without a sound
is-topic = topic { $topic }
is-suspended = Nothing is posted here: { $why }
why-removed = I was taken out. Add me again, as an administrator who may post.
why-no-rights = I lack the right to post messages. Give it to me, and it goes on by itself.
why-topic = the topic is closed or gone. Open it and /resume, or choose another with /edit.
why-gone = the chat does not exist any more.
why-no-owner = who connected it has left or lost the right to post. Another administrator can take it over with /connect.
schedule-added = Scheduled in { $title }.
schedule-changed = Changed, in { $title }.
schedule-paused = Paused; nothing is lost.
schedule-resumed = It goes on. What was missed is not posted.
schedule-skipped = Left out: { $moment }.
schedule-running = It is being posted in { $title } now. /log says how it went.
schedule-deleted = Schedule { $number } is deleted.
schedule-back = It is back.
disconnect-ask = Disconnect { $title }? Its schedules ({ $count }) and its log go with it.
disconnected = { $title } is disconnected. Posts that stand there stay.
forget-ask = Forget all that I keep about you? Channels that you connected ({ $count }) get no posts until another administrator takes them over with /connect.
forgotten = Forgotten.
cancelled = Cancelled; nothing was changed.
preview-nothing = I have no answer to this at present, so nothing would be posted.
log-title = Last posts in { $title }, ordered by you unless another is named:
log-none = Nothing has been due yet.
log-post = post
log-other = another admin
log-forgotten = somebody who was forgotten
fate-planned = to be posted
fate-sending = being posted
fate-sent = posted
fate-refused = refused: { $why }
fate-unknown = may stand there or not: you were asked
skip-late = left out: too late
skip-overtaken = left out: a later one was due as well
skip-asked = left out, as you asked
skip-no-answer = left out: nothing to show
skip-stopped = left out: it was stopped
ask-channel = Where shall I post?
ask-what = What shall I post?
ask-place = About which place?
ask-days = On which days?
ask-time = At what time? You can also write it, such as 7:45 or 9am.
ask-zone = Which city's time? You can also write a city.
ask-zone-again = I don't know the time zone “{ $word }”. Is it one of these?
ask-language = In which language?
ask-confirm = Is this right?
type-what = Write what to post as you would ask me, such as: trade kg 2025
draft-over = This is over. /schedule begins anew.
what-newest = Newest figures
what-trade = Trade, latest year
what-investment = Investment
what-place = All about a country
what-fact = A fact a day
what-other = Something else
days-daily = Every day
days-weekdays = Monday to Friday
days-first = First of the month
days-last = Last of the month
button-confirm = Yes, schedule it
button-save = Yes, change it
button-silent = Without a sound
button-loud = With a sound
button-back = Back
button-cancel = Cancel
button-schedule = Schedule a post
button-channels = My channels
button-connect = Connect a channel
button-delete = Delete
button-undo = Undo
button-pause = Pause
button-resume = Go on
button-preview = Preview
button-run = Post now
button-skip = Leave the next one out
button-edit = Change
button-log = Log
button-disconnect = Disconnect
button-forget = Forget me
button-what = What
button-when = When
button-zone = Zone
button-language = Language
button-there = It is there
button-again = Send again
notice-late = Schedule { $number }: I was away, and { $count ->
    [one] one post was
   *[other] { $count } posts were
 } left out as too late, from { $first } to { $last }.
notice-no-answer = Schedule { $number }: the post of { $due } was left out, for I have no answer to it at present. /preview shows it, /edit changes it.
notice-unreadable = Schedule { $number } stands still, for I can't read its time or zone any more ({ $why }). Set it anew with /edit.
notice-refused = Schedule { $number }: Telegram refused the post of { $due } ({ $why }). The next one will be tried.
notice-unknown = Schedule { $number }: the connection was lost while the post of { $due } went out. It may stand in { $title } or not; please look. I don't send it again unless you say so.
notice-suspended = { $title }: nothing is posted for now. Why: { $why }
notice-resumed = { $title }: posts go on. What was missed is not posted.
notice-let-in = You added me to { $title }. Shall I post there?
decided-there = Noted: it is there.
decided-again = It is sent again.
backup-restored = From this file: schedules added, { $count }.
backup-known = There already: { $count }.
backup-done = Your schedules ({ $count }). To bring them back, here or to another bot of this kind, connect one channel there first, then send this file.
backup-not-taken = Not taken:
backup-line = line { $line }: { $why }
backup-more = and { $count } more
backup-value = “{ $value }” cannot be in a schedule.
backup-connect-first = I take a backup only from who has a channel here. Connect one of yours with /connect, then send the file again.
backup-too-large = This file is too large: a backup of mine has { $size } KB at most. I did not read it.
backup-not-fetched = Telegram did not give me this file. Nothing was changed; send it again in a minute.
backup-too-many = This file is no backup of mine: nobody has more than { $channels } channels with { $schedules } schedules each. Nothing was changed.
backup-wrong = This file is no backup of mine: line { $line } does not belong in one. Nothing was changed; /backup gives you one.
command-channels = posts in your channels and groups
