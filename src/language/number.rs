//! Numbers as a language writes them: `US$106.3 bn`, `106,3 млрд долл.`
//!
//! Every digit of the amount is kept and none is added.

use std::{borrow::Cow, fmt::Write as _, sync::LazyLock};

use icu_decimal::DecimalFormatter;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Arg, Language, Msg, message::Voice};
use crate::fact::{Amount, Base, Currency, Qualifier};

impl Language {
    /// A day: `2 February 2026`.
    pub fn day(self, day: Date) -> String {
        self.say(Msg::DateDay {
            day: day.day().to_string().into(),
            month: usize::from(day.month().unsigned_abs()).into(),
            year: day.year().to_string().into(),
        })
    }

    /// An amount with its qualifier: `more than US$100 bn`, `около 25 %`.
    pub fn qualified(self, qualifier: Qualifier, amount: &Amount) -> String {
        self.forms().written(qualifier, "", amount)
    }

    /// An amount with its unit: `US$106.3 bn`, `12%`, `40,000`.
    pub fn amount(self, amount: &Amount) -> String {
        self.forms().written(Qualifier::Exact, "", amount)
    }

    /// An amount with a sign in front, as changes are written: `+12%`, `−3%`.
    pub fn change(self, qualifier: Qualifier, amount: &Amount) -> String {
        let rises = amount.number > Decimal::ZERO && amount.unit.base == Base::Percent;
        self.forms().written(qualifier, if rises { "+" } else { "" }, amount)
    }

    /// `paragraph 3`, `table 1`, `page 2` and `title` in this language; anything else as the sheet has it.
    pub fn place_in_source(self, at: &str) -> String {
        let forms = self.forms();
        let numbered = |word: &str, form: &Form| at.strip_prefix(word).map(|number| form.around(number.trim()));
        numbered("paragraph ", &forms.paragraph)
            .or_else(|| numbered("table ", &forms.table))
            .or_else(|| numbered("page ", &forms.page))
            .unwrap_or_else(|| if at == "title" { self.say(Msg::AtTitle) } else { at.to_owned() })
    }

    /// The unit of a column of numbers: `US$ bn`, `млрд долл.`; none for what needs none.
    pub fn unit(self, base: Base, exponent: u8) -> Option<String> {
        self.forms().unit(base, exponent)
    }

    /// A number in a column under [`Self::unit`] of the same power of ten.
    pub fn in_column(self, number: &Decimal, exponent: u8) -> String {
        let forms = self.forms();
        forms.number(number, forms.left_over(exponent, forms.column_scale(exponent)))
    }

    /// Digits in groups, with this language's point: `1,234.50`, `1 234,50`.
    pub fn number(self, number: &Decimal) -> String {
        self.forms().number(number, 0)
    }

    fn forms(self) -> &'static Forms<'static> {
        &FORMS[self as usize]
    }
}

/// The plural form to choose.
fn plural(amount: &Amount) -> Arg<'static> {
    // A fraction takes the form that is no other's: 4,1 раза.
    if amount.number.scale() > 0 {
        return Arg::from("");
    }
    usize::try_from(amount.number).unwrap_or(usize::MAX).into()
}

/// Text around a number.
#[derive(Clone, Debug)]
struct Form {
    before: String,
    after: String,
}

impl Form {
    const HOLE: &str = "\u{1}";

    fn new(said: &str) -> Self {
        let (before, after) = said.split_once(Self::HOLE).unwrap_or((said, ""));
        Self { before: before.to_owned(), after: after.to_owned() }
    }

    fn around(&self, number: &str) -> String {
        [&self.before, number, &self.after].concat()
    }
}

/// The way one language writes numbers. Fluent is asked once.
struct Forms<'v> {
    voice: &'v Voice,
    decimal: DecimalFormatter,
    percent: Form,
    paragraph: Form,
    table: Form,
    page: Form,
    /// The powers of ten that it has a word for, with the word: at first 0 without one, then from the lowest.
    scales: Vec<(u8, String)>,
    /// By scale.
    usd: Vec<Form>,
    cny: Vec<Form>,
    /// By [`Qualifier`]; none for exact.
    qualifiers: Vec<Option<Form>>,
}

static FORMS: LazyLock<Vec<Forms<'_>>> = LazyLock::new(|| {
    let forms = |language: &Language| Forms::new(language.tag(), Voice::of(*language));
    Language::ALL.iter().map(forms).collect()
});

impl<'v> Forms<'v> {
    /// The highest power of ten that may have a word.
    const HIGHEST: u8 = 15;

    fn new(tag: &str, voice: &'v Voice) -> Self {
        let hole = || Form::HOLE.into();
        let form = |message| Form::new(&voice.say(&message));
        let word = |power: u8| voice.say(&Msg::Scale { power: usize::from(power).into() });
        let named = (1..=Self::HIGHEST).map(|power| (power, word(power))).filter(|(_, word)| !word.is_empty());
        let scales: Vec<_> = [(0, String::new())].into_iter().chain(named).collect();
        let money = |currency| {
            let currency = voice.say(&currency);
            scales.iter().map(|(_, scale)| money_form(voice, &currency, scale)).collect()
        };
        let qualifier = |qualifier: &Qualifier| {
            Some(form(match qualifier {
                Qualifier::Exact => return None,
                Qualifier::About => Msg::QualifierAbout { number: hole() },
                Qualifier::Nearly => Msg::QualifierNearly { number: hole() },
                Qualifier::MoreThan => Msg::QualifierMoreThan { number: hole() },
                Qualifier::LessThan => Msg::QualifierLessThan { number: hole() },
                Qualifier::AtLeast => Msg::QualifierAtLeast { number: hole() },
                Qualifier::AtMost => Msg::QualifierAtMost { number: hole() },
            }))
        };
        let locale = tag.parse::<icu_locale_core::Locale>().expect("our tags are well formed");
        Self {
            voice,
            decimal: DecimalFormatter::try_new(locale.into(), Default::default())
                .expect("the data of our languages is compiled in"),
            percent: form(Msg::Percent { number: hole() }),
            paragraph: form(Msg::AtParagraph { number: hole() }),
            table: form(Msg::AtTable { number: hole() }),
            page: form(Msg::AtPage { number: hole() }),
            usd: money(Msg::CurrencyUsd),
            cny: money(Msg::CurrencyCny),
            qualifiers: Qualifier::ALL.iter().map(qualifier).collect(),
            scales,
        }
    }

    fn written(&self, qualifier: Qualifier, sign: &str, amount: &Amount) -> String {
        let mut written = String::with_capacity(48);
        let form = self.qualifiers.get(qualifier as usize).and_then(Option::as_ref);
        if let Some(form) = form {
            written.push_str(&form.before);
        }
        written.push_str(sign);
        self.push_amount(amount, &mut written);
        if let Some(form) = form {
            written.push_str(&form.after);
        }
        written
    }

    fn push_amount(&self, amount: &Amount, into: &mut String) {
        let (unit, digits) = (amount.unit, &amount.number);
        let number = || self.number(digits, 0);
        let around = |form: &Form, exponent: i16, into: &mut String| {
            into.push_str(&form.before);
            self.push_number(digits, exponent, into);
            into.push_str(&form.after);
        };
        let said = match unit.base {
            Base::Money(currency) => {
                let scale = self.scale(amount);
                return around(&self.money(currency, scale), self.left_over(unit.exponent, scale), into);
            }
            Base::Percent => return around(&self.percent, 0, into),
            Base::Count => return self.push_number(digits, unit.exponent.into(), into),
            Base::Times => self.voice.say(&Msg::Times { number: number().into(), count: plural(amount) }),
            Base::Years => self.voice.say(&Msg::Years { number: number().into(), count: plural(amount) }),
            Base::Months => self.voice.say(&Msg::Months { number: number().into(), count: plural(amount) }),
            Base::CubicMetres => self.quantity(amount, &Msg::UnitCubicMetres),
            Base::Tonnes => self.quantity(amount, &Msg::UnitTonnes),
            Base::Kilometres => self.quantity(amount, &Msg::UnitKilometres),
            Base::Teu => self.quantity(amount, &Msg::UnitTeu),
        };
        into.push_str(&said);
    }

    /// `316 bn m³`, `486 km`.
    fn quantity(&self, amount: &Amount, unit: &Msg<'_>) -> String {
        let scale = self.scale(amount);
        let number = self.number(&amount.number, self.left_over(amount.unit.exponent, scale));
        let (scale, unit) = (self.scales[scale].1.as_str(), self.voice.say(unit));
        self.voice.say(&Msg::Quantity { number: number.into(), scale: scale.into(), unit: unit.into() })
    }

    fn unit(&self, base: Base, exponent: u8) -> Option<String> {
        let Base::Money(currency) = base else { return None };
        let form = self.money(currency, self.column_scale(exponent));
        let (before, after) = (form.before.trim(), form.after.trim());
        Some(format!("{before} {after}").trim().to_owned())
    }

    fn money(&self, currency: Currency, scale: usize) -> Cow<'_, Form> {
        match currency {
            Currency::USD => Cow::Borrowed(&self.usd[scale]),
            Currency::CNY => Cow::Borrowed(&self.cny[scale]),
            _ => {
                let currency = self.voice.say(&Msg::CurrencyOther { code: currency.as_str().into() });
                Cow::Owned(money_form(self.voice, &currency, &self.scales[scale].1))
            }
        }
    }

    /// The position of the scale to write an amount in: that of its unit or, where there is no word for that, the
    /// largest that leaves digits before the point. 43.82 billion are 438.2亿.
    fn scale(&self, amount: &Amount) -> usize {
        let exponent = amount.unit.exponent;
        self.scales.iter().position(|(power, _)| *power == exponent).unwrap_or_else(|| {
            let digits = amount.number.mantissa().unsigned_abs().checked_ilog10().unwrap_or(0);
            self.scale_below(i64::from(digits) - i64::from(amount.number.scale()) + i64::from(exponent))
        })
    }

    /// The position of the scale of a column, whatever its numbers are.
    fn column_scale(&self, exponent: u8) -> usize {
        self.scale_below(exponent.into())
    }

    fn scale_below(&self, exponent: i64) -> usize {
        self.scales.iter().rposition(|(power, _)| i64::from(*power) <= exponent).unwrap_or(0)
    }

    /// The power of ten that a scale leaves to the digits.
    fn left_over(&self, exponent: u8, scale: usize) -> i16 {
        i16::from(exponent) - i16::from(self.scales[scale].0)
    }

    fn number(&self, number: &Decimal, exponent: i16) -> String {
        let mut grouped = String::with_capacity(24);
        self.push_number(number, exponent, &mut grouped);
        grouped
    }

    /// Writes a number times a power of ten.
    fn push_number(&self, number: &Decimal, exponent: i16, into: &mut String) {
        let places = i16::try_from(number.scale()).expect("a decimal has 28 places at most");
        let mut digits = fixed_decimal::Decimal::from(number.mantissa().unsigned_abs());
        // Nothing stays nothing, without zeros behind it.
        let exponent = if number.is_zero() { 0 } else { exponent };
        digits.absolute.multiply_pow10(exponent - places);
        // A source may print −0.0 for a small fall.
        if number.is_sign_negative() {
            into.push('−');
        }
        write!(into, "{}", self.decimal.format(&digits)).expect("a string takes whatever is written");
    }
}

fn money_form(voice: &Voice, currency: &str, scale: &str) -> Form {
    Form::new(&voice.say(&Msg::Money { number: Form::HOLE.into(), scale: scale.into(), currency: currency.into() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(language: Language, qualifier: &str, number: &str, unit: &str) -> String {
        let amount = Amount::parse(number, unit.parse().unwrap()).unwrap();
        language.qualified(qualifier.parse().unwrap(), &amount).replace('\u{a0}', " ")
    }

    #[test]
    fn amounts_are_written_as_each_language_writes_them() {
        for (qualifier, number, unit, en, ru) in [
            ("exact", "106.3", "billion USD", "US$106.3 bn", "106,3 млрд долл."),
            ("more than", "100", "billion USD", "more than US$100 bn", "более 100 млрд долл."),
            ("exact", "312.04", "billion CNY", "CN¥312.04 bn", "312,04 млрд юаней"),
            ("exact", "1234.50", "million EUR", "EUR 1,234.50 mn", "1 234,50 млн EUR"),
            ("about", "25", "percent", "about 25%", "около 25 %"),
            ("more than", "40000", "count", "more than 40,000", "более 40 000"),
            ("exact", "40", "thousand count", "40,000", "40 000"),
            ("nearly", "2", "times", "nearly 2 times", "почти 2 раза"),
            ("exact", "5", "years", "5 years", "5 лет"),
            ("nearly", "9", "months", "nearly 9 months", "почти 9 месяцев"),
            ("more than", "47.9", "billion m3", "more than 47.9 bn m³", "более 47,9 млрд м³"),
            ("nearly", "30", "million t", "nearly 30 mn tonnes", "почти 30 млн т"),
            ("exact", "486", "km", "486 km", "486 км"),
            ("exact", "882712", "TEU", "882,712 TEU", "882 712 ДФЭ"),
            (
                "exact",
                "12345678901234567890",
                "USD",
                "US$12,345,678,901,234,567,890",
                "12 345 678 901 234 567 890 долл.",
            ),
        ] {
            assert_eq!(said(Language::En, qualifier, number, unit), en);
            assert_eq!(said(Language::Ru, qualifier, number, unit), ru);
        }
    }

    #[test]
    fn a_change_has_its_sign() {
        let change =
            |number| Language::En.change(Qualifier::Exact, &Amount::parse(number, "percent".parse().unwrap()).unwrap());
        assert_eq!(["12", "-3.0", "0"].map(change), ["+12%", "−3.0%", "0%"]);
    }

    #[test]
    fn a_column_of_money_names_its_unit() {
        assert_eq!(Language::En.unit(Base::Money(Currency::USD), 9).as_deref(), Some("US$ bn"));
        assert_eq!(Language::Ru.unit(Base::Money(Currency::USD), 9).as_deref(), Some("млрд долл."));
    }

    /// Chinese as far as numbers need it.
    const CHINESE: &str = r#"
money = { $number }{ $scale }{ $currency }
quantity = { $number }{ $scale }{ $unit }
scale = { $power ->
    [4] 万
    [8] 亿
    [12] 万亿
   *[other] { "" }
}
currency-usd = 美元
unit-tonnes = 吨
"#;

    #[test]
    fn a_language_that_counts_by_ten_thousands_writes_the_same_amount() {
        let voice = Voice::new("zh", CHINESE);
        let forms = Forms::new("zh", &voice);
        for (number, unit, written) in [
            ("43.82", "billion USD", "438.2亿美元"),
            ("0.05", "billion USD", "5,000万美元"),
            ("0.1", "billion USD", "1亿美元"),
            ("1000", "billion USD", "1.000万亿美元"),
            ("2.5", "trillion USD", "2.5万亿美元"),
            ("320", "million USD", "3.20亿美元"),
            ("1.23", "million USD", "123万美元"),
            ("-1.2", "million USD", "−120万美元"),
            ("0", "million USD", "0万美元"),
            ("12.5", "thousand USD", "1.25万美元"),
            ("5", "thousand USD", "5,000美元"),
            ("1234.5", "USD", "1,234.5美元"),
            ("30", "million t", "3,000万吨"),
            ("486", "t", "486吨"),
        ] {
            let amount = Amount::parse(number, unit.parse().unwrap()).unwrap();
            assert_eq!(forms.written(Qualifier::Exact, "", &amount), written, "{number} {unit}");
        }
        let usd = Base::Money(Currency::USD);
        assert_eq!(
            [3, 6, 9, 12].map(|power| forms.unit(usd, power).unwrap()),
            ["美元", "万美元", "亿美元", "万亿美元"]
        );
        assert_eq!(forms.number(&"43.82".parse().unwrap(), forms.left_over(9, forms.column_scale(9))), "438.2");
    }
}
