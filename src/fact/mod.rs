//! What can be true, as types.
//!
//! In: nothing; out: places, periods, amounts, indicators, sources, figures and statements that cannot
//! hold a value which makes no sense. It does not know files, languages, chats or the time of day.

mod amount;
mod closed;
mod figure;
mod goods;
mod id;
mod indicator;
mod period;
mod place;
mod qualifier;
mod release;
mod source;

pub use amount::{Amount, BadAmount, Base, Currency, Span, Unit};
pub use figure::{By, Conflict, Doubt, Entry, Figure, Of, Reason, Series, Statement, Status};
pub use goods::{Former, Goods, Measure, Product};
pub use id::{AuthorityId, IndicatorId, PlaceId, ProductId, SourceId};
pub use indicator::{Authority, Derivation, Direction, Indicator, Kind, StandsFor};
pub use period::{AsOf, BadPeriod, Months, Period, Year};
pub use place::{Place, Words};
pub use qualifier::Qualifier;
pub use release::{Due, Length, Release};
pub use source::{Published, Source, SourceKind};
