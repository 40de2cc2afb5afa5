//! From the words a person typed to the one thing they asked.

mod query;

pub use query::{Ask, Query, Reporter, SearchWords, When};

pub fn tap(query: &Query) -> String {
    format!("/{}", query.to_string().replace([' ', '-', ':'], "_"))
}
