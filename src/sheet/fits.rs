//! Values of a sheet that cannot be, whatever else it says.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::lower::Lower;
use crate::{
    fact::{Amount, Base, Derivation, Goods, Indicator, Kind, Measure, Period, Source, Statement, Unit},
    finding::{Code, Spot},
};

impl Lower<'_> {
    /// Refuses a unit that an indicator is not stated in; goods may be weighed or counted, too.
    pub(super) fn unit_fits(
        &self,
        indicator: &Indicator,
        goods: Option<&Goods>,
        unit: Unit,
        spot: Spot,
        is_shared: bool,
    ) {
        let scaled = unit.exponent > 0 && !unit.base.is_scaled();
        let is_amount = Measure::of(unit.base).is_some_and(|measure| measure != Measure::Value);
        let of_goods = goods.is_some() && is_amount && indicator.kind == Kind::Flow;
        if (of_goods || indicator.units.contains(&unit.base)) && !scaled {
            return;
        }
        let fitting = indicator.units.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let from = if is_shared { ", which `shared` gives" } else { "" };
        self.notes
            .found(Code::UnitFit, spot, format!("`{}` is not stated in {unit}{from}", indicator.id))
            .why(format!("it is stated in {fitting}"))
            .help(if is_shared { "give this figure a `unit` of its own" } else { "correct the unit or the indicator" });
    }

    /// Refuses what cannot be: less than none of what is counted, more than the whole, half a thing.
    pub(super) fn value_fits(&self, indicator: &Indicator, amount: Amount, spot: Spot) {
        let number = amount.number;
        if (self.is_never_negative(indicator) || amount.unit.base.is_quantity()) && number.is_sign_negative() {
            self.notes.found(Code::BadNumber, spot, format!("`{}` cannot be negative", indicator.id));
        }
        if amount.unit.base == Base::Count && amount.value().is_some_and(|value| !value.is_integer()) {
            self.notes
                .found(Code::BadNumber, spot, "a count is a whole number")
                .help("correct the number, or its unit: `thousand count`, `million count`");
        }
        if indicator.kind == Kind::Share && amount.unit.base == Base::Percent && number > Decimal::ONE_HUNDRED {
            self.notes.found(Code::BadNumber, spot, "a share cannot be more than 100 percent");
        }
    }

    /// Refuses a fall by more than all that there was.
    pub(super) fn fall_fits(&self, grown: &Indicator, amount: Amount, code: Code, spot: Spot) {
        let least = match amount.unit.base {
            Base::Percent => -Decimal::ONE_HUNDRED,
            _ => Decimal::ZERO,
        };
        let is_possible = grown.signed || self.known.doubtful.contains(&grown.id) || amount.number >= least;
        if !is_possible {
            self.notes
                .found(code, spot, format!("`{}` cannot fall by more than all of it", grown.id))
                .help("correct the number, its sign or its unit");
        }
    }

    pub(super) fn period_fits(&self, indicator: &Indicator, period: Period, spot: Spot) {
        let (id, notes) = (&indicator.id, self.notes);
        if self.known.doubtful.contains(id) {
            return;
        }
        match (indicator.kind, period.is_stock()) {
            (Kind::Flow, true) => notes
                .found(Code::PeriodFit, spot, format!("`{id}` is counted over a span, not as of a moment"))
                .help("write the span: 2025, 2025-H1, 2025-Q1, 2025-M04 or 2025-M01-M10"),
            (Kind::Stock, false) => notes
                .found(Code::PeriodFit, spot, format!("`{id}` is counted as of a moment, not over a span"))
                .help("write the moment: a year such as 2025, a month such as 2025-12, a day such as 2025-06-30, or unknown"),
            _ => return,
        };
    }

    /// Notes what had not come when its source came out, but is told as if it had.
    pub(super) fn has_come(&self, kind: &str, date: Period, spot: Spot, source: &Source) {
        let known = source.known_from();
        // Where no day of reading could be read, that was found already.
        if Statement::PAST.contains(&kind) && known > Date::ZERO && date.first_day().is_some_and(|first| first > known)
        {
            self.notes
                .found(Code::EventAhead, spot, "this had not come when the source came out")
                .why(format!("the source was known from {known}"))
                .help("correct the date; what is planned is dated by when that was said");
        }
    }

    /// Whether it can be no less than nothing, by how it follows from others.
    fn is_never_negative(&self, indicator: &Indicator) -> bool {
        let is_part = |one: &Indicator| matches!(&one.derivation, Some(Derivation::Sum(a, b) | Derivation::Difference(a, b)) if *a == indicator.id || *b == indicator.id);
        indicator.kind == Kind::Share
            || matches!(indicator.derivation, Some(Derivation::Sum(..)))
            || self.known.indicators.values().any(is_part)
    }
}
