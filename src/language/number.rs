//! Numbers as a language writes them: `US$106.3 bn`, `106,3 млрд долл.`
//!
//! Every digit of the amount is kept and none is added.

use std::{borrow::Cow, fmt::Write as _, sync::LazyLock};

use icu_decimal::DecimalFormatter;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Arg, Language, Msg};
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
        self.written(qualifier, "", amount)
    }

    /// An amount with its unit: `US$106.3 bn`, `12%`, `40,000`.
    pub fn amount(self, amount: &Amount) -> String {
        self.written(Qualifier::Exact, "", amount)
    }

    fn written(self, qualifier: Qualifier, sign: &str, amount: &Amount) -> String {
        let mut written = String::with_capacity(48);
        let form = self.forms().qualifiers.get(qualifier as usize).and_then(Option::as_ref);
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

    fn push_amount(self, amount: &Amount, into: &mut String) {
        let unit = amount.unit;
        let number = || self.number(&amount.number);
        let around = |form: &Form, into: &mut String| {
            into.push_str(&form.before);
            self.push_number(&amount.number, 0, into);
            into.push_str(&form.after);
        };
        let said = match unit.base {
            Base::Money(currency) => return around(&self.money_form(currency, unit.exponent), into),
            Base::Percent => return around(&self.forms().percent, into),
            Base::Count => return self.push_number(&amount.number, unit.exponent, into),
            Base::Times => self.say(Msg::Times { number: number().into(), count: plural(amount) }),
            Base::Years => self.say(Msg::Years { number: number().into(), count: plural(amount) }),
            Base::Months => self.say(Msg::Months { number: number().into(), count: plural(amount) }),
            Base::CubicMetres => self.quantity(&number(), unit.exponent, Msg::UnitCubicMetres),
            Base::Tonnes => self.quantity(&number(), unit.exponent, Msg::UnitTonnes),
            Base::Kilometres => self.quantity(&number(), unit.exponent, Msg::UnitKilometres),
            Base::Teu => self.quantity(&number(), unit.exponent, Msg::UnitTeu),
        };
        into.push_str(&said);
    }

    /// An amount with a sign in front, as changes are written: `+12%`, `−3%`.
    pub fn change(self, qualifier: Qualifier, amount: &Amount) -> String {
        let rises = amount.number > Decimal::ZERO && amount.unit.base == Base::Percent;
        self.written(qualifier, if rises { "+" } else { "" }, amount)
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
        match base {
            Base::Money(currency) => {
                let form = self.money_form(currency, exponent);
                let (before, after) = (form.before.trim(), form.after.trim());
                Some(format!("{before} {after}").trim().to_owned())
            }
            _ => None,
        }
    }

    /// Digits in groups, with this language's point: `1,234.50`, `1 234,50`.
    pub fn number(self, number: &Decimal) -> String {
        let mut grouped = String::with_capacity(24);
        self.push_number(number, 0, &mut grouped);
        grouped
    }

    /// The same, times a power of ten.
    fn push_number(self, number: &Decimal, exponent: u8, into: &mut String) {
        let places = i16::try_from(number.scale()).expect("a decimal has 28 places at most");
        let mut digits = fixed_decimal::Decimal::from(number.mantissa().unsigned_abs());
        digits.absolute.multiply_pow10(i16::from(exponent) - places);
        // A source may print −0.0 for a small fall.
        if number.is_sign_negative() {
            into.push('−');
        }
        write!(into, "{}", self.forms().decimal.format(&digits)).expect("a string takes whatever is written");
    }

    /// `316 bn m³`, `486 km`.
    fn quantity(self, number: &str, exponent: u8, unit: Msg<'_>) -> String {
        let (scale, unit) = (scale(self, exponent), self.say(unit));
        self.say(Msg::Quantity { number: number.into(), scale: scale.into(), unit: unit.into() })
    }

    fn money_form(self, currency: Currency, exponent: u8) -> Cow<'static, Form> {
        let forms = self.forms();
        let known = match currency {
            Currency::USD => forms.usd.get(usize::from(exponent / 3)),
            Currency::CNY => forms.cny.get(usize::from(exponent / 3)),
            _ => None,
        };
        known.map(Cow::Borrowed).unwrap_or_else(|| {
            let currency = self.say(Msg::CurrencyOther { code: currency.as_str().into() });
            Cow::Owned(money_form(self, &currency, exponent))
        })
    }

    fn forms(self) -> &'static Forms {
        &FORMS[self as usize]
    }
}

/// Chooses the plural form.
fn plural(amount: &Amount) -> Arg<'static> {
    // A fraction takes the form that is no other's: 4,1 раза.
    if amount.number.scale() > 0 {
        return Arg::from("");
    }
    usize::try_from(amount.number).unwrap_or(usize::MAX).into()
}

/// What stands around a number; asked of Fluent once.
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

struct Forms {
    decimal: DecimalFormatter,
    percent: Form,
    paragraph: Form,
    table: Form,
    page: Form,
    /// By thousands.
    usd: [Form; 5],
    cny: [Form; 5],
    /// By [`Qualifier`]; none for exact.
    qualifiers: Vec<Option<Form>>,
}

static FORMS: LazyLock<Vec<Forms>> = LazyLock::new(|| Language::ALL.iter().copied().map(forms).collect());

fn forms(language: Language) -> Forms {
    let hole = || Form::HOLE.into();
    let form = |message| Form::new(&language.say(message));
    let money = |currency: &str| [0, 3, 6, 9, 12].map(|exponent| money_form(language, currency, exponent));
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
    let locale = language.tag().parse::<icu_locale_core::Locale>().expect("our tags are well formed");
    Forms {
        decimal: DecimalFormatter::try_new(locale.into(), Default::default())
            .expect("the data of our languages is compiled in"),
        percent: form(Msg::Percent { number: hole() }),
        paragraph: form(Msg::AtParagraph { number: hole() }),
        table: form(Msg::AtTable { number: hole() }),
        page: form(Msg::AtPage { number: hole() }),
        usd: money(&language.say(Msg::CurrencyUsd)),
        cny: money(&language.say(Msg::CurrencyCny)),
        qualifiers: Qualifier::ALL.iter().map(qualifier).collect(),
    }
}

fn scale(language: Language, exponent: u8) -> String {
    match exponent {
        0 => String::new(),
        3 => language.say(Msg::ScaleThousand),
        6 => language.say(Msg::ScaleMillion),
        9 => language.say(Msg::ScaleBillion),
        _ => language.say(Msg::ScaleTrillion),
    }
}

fn money_form(language: Language, currency: &str, exponent: u8) -> Form {
    let scale = scale(language, exponent);
    Form::new(&language.say(Msg::Money { number: Form::HOLE.into(), scale: scale.into(), currency: currency.into() }))
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
}
