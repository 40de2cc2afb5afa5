//! Numbers as a language writes them: `US$106.3 bn`, `106,3 млрд долл.`
//!
//! No digit is added. Of money, weights and percents as many are left out as [`Digits`] says; what is counted one by
//! one stays whole.

use std::{borrow::Cow, fmt::Write as _, sync::LazyLock};

use icu_decimal::DecimalFormatter;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Arg, Digits, Language, Msg, digits, message::Voice};
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

    /// An amount with its unit and qualifier: `more than US$100 bn`, `около 25 %`; where `plus` is set, with its sign
    /// before it: `+US$9 bn`.
    pub fn qualified(self, qualifier: Qualifier, plus: bool, amount: &Amount, digits: Digits) -> String {
        let plus = plus && amount.number > Decimal::ZERO;
        self.forms().written(qualifier, if plus { "+" } else { "" }, &digits.of(qualifier, amount))
    }

    /// By how much something changed: `+12%`, `−3%`, `35×`.
    pub fn change(self, qualifier: Qualifier, amount: &Amount, digits: Digits) -> String {
        let Some(times) = digits::fold(amount) else {
            return self.qualified(qualifier, amount.unit.base == Base::Percent, amount, digits);
        };
        let number = self.forms().number(&digits.of(qualifier, &times).number, 0);
        self.forms().around(qualifier, &self.say(Msg::Fold { number: number.into() }))
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

    /// The power of ten that a language counts in, for a column whose largest number has so many digits after its
    /// first.
    pub(super) fn power(self, magnitude: i64) -> u8 {
        let forms = self.forms();
        forms.scales[forms.scale_of(magnitude)].0
    }

    /// A number of a column that is counted in `power`.
    pub(super) fn in_column(self, number: &Decimal, exponent: u8, power: u8) -> String {
        self.forms().number(number, i16::from(exponent) - i16::from(power))
    }

    /// What stands before the places behind the point.
    pub fn point(self) -> char {
        self.forms().point
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
    point: char,
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
        let decimal = DecimalFormatter::try_new(locale.into(), Default::default())
            .expect("the data of our languages is compiled in");
        let mut half = fixed_decimal::Decimal::from(15);
        half.absolute.multiply_pow10(-1);
        let point = decimal.format(&half).to_string().chars().nth(1).unwrap_or('.');
        Self {
            voice,
            decimal,
            point,
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
        // A source may print −0.0 for a small fall.
        written.push_str(if amount.number.is_sign_negative() { "−" } else { sign });
        self.push_amount(amount, &mut written);
        if let Some(form) = form {
            written.push_str(&form.after);
        }
        written
    }

    /// Words with those of a qualifier around them.
    fn around(&self, qualifier: Qualifier, words: &str) -> String {
        let form = self.qualifiers.get(qualifier as usize).and_then(Option::as_ref);
        form.map_or_else(|| words.to_owned(), |form| form.around(words))
    }

    /// Writes an amount without its sign.
    fn push_amount(&self, amount: &Amount, into: &mut String) {
        let amount = &Amount { number: amount.number.abs(), ..*amount };
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
            Base::Kilometres => self.whole(amount, &Msg::UnitKilometres),
            Base::Teu => self.whole(amount, &Msg::UnitTeu),
        };
        into.push_str(&said);
    }

    /// `316 bn m³`
    fn quantity(&self, amount: &Amount, unit: &Msg<'_>) -> String {
        let scale = self.scale(amount);
        let number = self.number(&amount.number, self.left_over(amount.unit.exponent, scale));
        self.quantity_of(number, scale, unit)
    }

    /// `486 km`: what is counted one by one, with all its digits.
    fn whole(&self, amount: &Amount, unit: &Msg<'_>) -> String {
        self.quantity_of(self.number(&amount.number, amount.unit.exponent.into()), 0, unit)
    }

    fn quantity_of(&self, number: String, scale: usize, unit: &Msg<'_>) -> String {
        let (scale, unit) = (self.scales[scale].1.as_str(), self.voice.say(unit));
        self.voice.say(&Msg::Quantity { number: number.into(), scale: scale.into(), unit: unit.into() })
    }

    fn unit(&self, base: Base, exponent: u8) -> Option<String> {
        let scale = self.scale_below(exponent.into());
        let words = match base {
            Base::Money(currency) => {
                let form = self.money(currency, scale);
                format!("{} {}", form.before.trim(), form.after.trim())
            }
            Base::CubicMetres => self.quantity_of(String::new(), scale, &Msg::UnitCubicMetres),
            Base::Tonnes => self.quantity_of(String::new(), scale, &Msg::UnitTonnes),
            _ => return None,
        };
        Some(words.trim().to_owned())
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

    /// The position of the scale to write an amount in: the largest that leaves digits before the point. 0.0188 billion
    /// are 18.8 million, 43.82 billion are 438.2亿.
    fn scale(&self, amount: &Amount) -> usize {
        let exponent = i64::from(amount.unit.exponent);
        let Some(digits) = amount.number.mantissa().unsigned_abs().checked_ilog10() else {
            return self.scale_below(exponent);
        };
        self.scale_of(i64::from(digits) - i64::from(amount.number.scale()) + exponent)
    }

    /// The same for a number with so many digits after its first. Thousands are no word for a number of four digits.
    fn scale_of(&self, magnitude: i64) -> usize {
        let scale = self.scale_below(magnitude);
        if self.scales[scale].0 == 3 && magnitude == 3 { 0 } else { scale }
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

    /// Writes a number times a power of ten, with its sign.
    fn push_number(&self, number: &Decimal, exponent: i16, into: &mut String) {
        let places = i16::try_from(number.scale()).expect("a decimal has 28 places at most");
        let (mut mantissa, mut exponent) = (number.mantissa().unsigned_abs(), exponent - places);
        // Noughts at the end of a whole number say nothing behind the point; and nothing stays nothing.
        while places == 0 && exponent < 0 && mantissa != 0 && mantissa.is_multiple_of(10) {
            (mantissa, exponent) = (mantissa / 10, exponent + 1);
        }
        let mut digits = fixed_decimal::Decimal::from(mantissa);
        digits.absolute.multiply_pow10(if number.is_zero() { -places } else { exponent });
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
        language.qualified(qualifier.parse().unwrap(), false, &amount, Digits::FEW).replace('\u{a0}', " ")
    }

    #[test]
    fn amounts_are_written_as_each_language_writes_them() {
        for (qualifier, number, unit, en, ru) in [
            ("exact", "106.3", "billion USD", "US$106.3 bn", "106,3 млрд долл."),
            ("more than", "100", "billion USD", "more than US$100 bn", "более 100 млрд долл."),
            ("exact", "312.04", "billion CNY", "CN¥312.0 bn", "312,0 млрд юаней"),
            ("exact", "1234.50", "million EUR", "EUR 1.235 bn", "1,235 млрд EUR"),
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
            ("exact", "12345678901234567890", "USD", "US$12,350,000 tn", "12 350 000 трлн долл."),
        ] {
            assert_eq!(said(Language::En, qualifier, number, unit), en);
            assert_eq!(said(Language::Ru, qualifier, number, unit), ru);
        }
    }

    #[test]
    fn a_change_has_its_sign() {
        let change = |number| {
            let amount = Amount::parse(number, "percent".parse().unwrap()).unwrap();
            Language::En.change(Qualifier::Exact, &amount, Digits::FEW)
        };
        assert_eq!(
            ["12", "-3.0", "0", "899.9", "900", "3400"].map(change),
            ["+12%", "−3.0%", "0%", "+899.9%", "10×", "35×"]
        );
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
            ("1000", "billion USD", "1万亿美元"),
            ("2.5", "trillion USD", "2.5万亿美元"),
            ("320", "million USD", "3.2亿美元"),
            ("1.23", "million USD", "123万美元"),
            ("-1.2", "million USD", "−120万美元"),
            ("0", "million USD", "0万美元"),
            ("12.5", "thousand USD", "1.25万美元"),
            ("5", "thousand USD", "5,000美元"),
            ("1234.5", "USD", "1,235美元"),
            ("30", "million t", "3,000万吨"),
            ("486", "t", "486吨"),
        ] {
            let amount = Amount::parse(number, unit.parse().unwrap()).unwrap();
            let shown = Digits::FEW.of(Qualifier::Exact, &amount);
            assert_eq!(forms.written(Qualifier::Exact, "", &shown), written, "{number} {unit}");
        }
        let usd = Base::Money(Currency::USD);
        assert_eq!(
            [3, 6, 9, 12].map(|power| forms.unit(usd, power).unwrap()),
            ["美元", "万美元", "亿美元", "万亿美元"]
        );
        assert_eq!(forms.number(&"43.82".parse().unwrap(), forms.left_over(9, forms.scale_below(9))), "438.2");
    }
}
