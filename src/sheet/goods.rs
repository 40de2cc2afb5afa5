//! The goods that a figure is of.

use super::{
    leaf::word,
    lower::{Lower, Shared},
    shape::{FigureShape, Leaf},
};
use crate::{
    fact::{Goods, Indicator, Kind, Measure, ProductId, Unit},
    finding::Code,
};

impl Lower<'_> {
    /// The goods of one kind that an entry is of, none for all goods; the outer none where that cannot be told.
    pub(super) fn goods(
        &self,
        is: &FigureShape,
        shared: &Shared,
        indicator: &Indicator,
        unit: Option<Unit>,
    ) -> Option<Option<Goods>> {
        let is_relative = matches!(indicator.kind, Kind::Growth | Kind::Share);
        let product = match &is.product {
            Some(leaf) => Some(self.product(leaf)?),
            None => shared.product.get().cloned(),
        };
        if let Some(leaf) = is.measure.as_ref().filter(|_| product.is_none() || !is_relative) {
            let help = if is_relative { "say of which `product`" } else { "take it away: the unit says so" };
            self.notes.found(Code::ProductFit, leaf.spot, "only a growth or a share of goods has a measure").help(help);
            return None;
        }
        let Some(product) = product else { return Some(None) };
        let grown = is.of.as_ref().filter(|_| indicator.kind == Kind::Growth);
        let of_goods = match grown {
            Some(leaf) => self.known.indicators.get(leaf.is.trim()).is_none_or(|grown| grown.of_goods),
            None => indicator.of_goods || indicator.kind == Kind::Growth,
        };
        if !of_goods {
            let leaf = is.product.as_ref().or(is.indicator.as_ref());
            let spot = leaf.map(|leaf| leaf.spot)?;
            self.notes
                .found(Code::ProductFit, spot, format!("`{}` is not of goods of one kind", indicator.id))
                .help("take `product` away, or name an indicator with `goods: true`");
            return None;
        }
        let measure = match &is.measure {
            Some(leaf) => self.measure(leaf)?,
            None if is_relative => Measure::Value,
            None => unit.and_then(|unit| Measure::of(unit.base)).unwrap_or(Measure::Value),
        };
        Some(Some(Goods { product, measure }))
    }

    /// The goods that a statement is of.
    pub(super) fn product_told(&self, leaf: &Leaf, indicator: Option<&Indicator>) -> Option<ProductId> {
        if indicator.is_none_or(|indicator| !indicator.of_goods) {
            self.notes
                .found(Code::ProductFit, leaf.spot, "this statement is not of goods of one kind")
                .help("take `product` away, or name an indicator with `goods: true`");
        }
        self.product(leaf)
    }

    pub(super) fn product(&self, leaf: &Leaf) -> Option<ProductId> {
        self.known.product(leaf, self.notes).map(|product| product.id.clone())
    }

    fn measure(&self, leaf: &Leaf) -> Option<Measure> {
        word(leaf, "measure", Measure::ALL.iter().map(|one| one.as_str()), self.notes)?.parse().ok()
    }
}
