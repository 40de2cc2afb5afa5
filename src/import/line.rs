//! What a number of a table measures, without its period.

use crate::{
    fact::{AuthorityId, Base, Goods, IndicatorId, Measure, PlaceId, ProductId, Series, Status, Unit},
    sheet::Terms,
};

/// All that numbers of one series in one table have in common.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Line {
    pub(super) indicator: IndicatorId,
    /// None for all goods.
    pub(super) product: Option<ProductId>,
    /// None for a third party.
    pub(super) reporter: Option<PlaceId>,
    pub(super) partner: PlaceId,
    pub(super) authority: AuthorityId,
    pub(super) unit: Unit,
    pub(super) status: Option<Status>,
}

impl Line {
    pub(super) fn series(&self) -> Series {
        let measure = Measure::of(self.unit.base).unwrap_or(Measure::Value);
        Series {
            indicator: self.indicator.clone(),
            goods: self.product.clone().map(|product| Goods { product, measure }),
            of: None,
            reporter: self.reporter.clone(),
            partner: self.partner.clone(),
        }
    }

    pub(super) fn base(&self) -> Base {
        self.unit.base
    }

    /// Its fields as a sheet has them.
    pub(super) fn fields(&self) -> Vec<(&'static str, String)> {
        let reporter = self.reporter.as_ref().map_or("none".to_owned(), ToString::to_string);
        let mut fields = vec![
            ("indicator", self.indicator.to_string()),
            ("reporter", reporter),
            ("partner", self.partner.to_string()),
            ("authority", self.authority.to_string()),
            ("unit", self.unit.to_string()),
        ];
        fields.extend(self.product.as_ref().map(|product| ("product", product.to_string())));
        fields.extend(self.status.map(|status| ("status", status.as_str().to_owned())));
        fields
    }
}

/// What one says, and what another says where it does not.
pub(super) fn over(own: &Terms, other: &Terms) -> Terms {
    Terms {
        indicator: own.indicator.clone().or_else(|| other.indicator.clone()),
        product: own.product.clone().or_else(|| other.product.clone()),
        reporter: own.reporter.clone().or_else(|| other.reporter.clone()),
        partner: own.partner.clone().or_else(|| other.partner.clone()),
        authority: own.authority.clone().or_else(|| other.authority.clone()),
        unit: own.unit.or(other.unit),
        period: own.period.clone().or_else(|| other.period.clone()),
        status: own.status.or(other.status),
    }
}
