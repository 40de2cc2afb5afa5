//! Where a store is, as it may be shown.
//!
//! In: the address as it was set; out: the same without its secret. An address that is not understood shows next to
//! nothing, for nobody knows which part of it is the password.

use url::Url;

/// The schemes of PostgreSQL.
const SCHEMES: [&str; 2] = ["postgres", "postgresql"];

/// What may stand behind `?`. Another word would be logged by the library, with its value.
const PARAMETERS: [&str; 10] =
    ["application_name", "dbname", "host", "password", "port", "sslcert", "sslkey", "sslmode", "sslrootcert", "user"];

/// The address of a store without its password.
pub fn shown(address: &str) -> String {
    if address.starts_with("sqlite:") || address == "memory:" {
        return address.to_owned();
    }
    let scheme = address.split_once(':').map(|(scheme, _)| scheme);
    match (postgres(address), scheme) {
        (Some(mut url), _) => {
            url.set_query(None);
            let _ = url.set_password(None);
            url.into()
        }
        (None, Some(scheme)) => format!("{scheme}:…"),
        (None, None) => "…".to_owned(),
    }
}

pub(super) fn is_postgres(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, _)| SCHEMES.contains(&scheme))
}

/// `postgres://…` in its parts; none where a letter of the password may have ended it early.
pub(super) fn postgres(address: &str) -> Option<Url> {
    let url = Url::parse(address).ok()?;
    let whole = is_postgres(address) && url.fragment().is_none() && !url.path().contains('@');
    let sound =
        !url.query().unwrap_or_default().contains('@') && url.query_pairs().all(|(key, _)| PARAMETERS.contains(&&*key));
    (whole && sound).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        for (address, words) in [
            ("sqlite:/data/bot.db", "sqlite:/data/bot.db"),
            ("memory:", "memory:"),
            ("postgres://me:secret@here:5433/facts", "postgres://me@here:5433/facts"),
            ("postgresql://me:sec%2Fret@here/facts?sslmode=require", "postgresql://me@here/facts"),
            ("postgres://me:sec@ret@here/facts", "postgres://me@here/facts"),
            ("postgres://here/facts?user=me&password=secret", "postgres://here/facts"),
            ("postgres:///facts?host=/run/postgresql", "postgres:///facts"),
            ("postgres://me:sec#ret@here/facts", "postgres:…"),
            ("postgres://me:12#ret@here/facts", "postgres:…"),
            ("postgres://me:12/ret@here/facts", "postgres:…"),
            ("postgres://me:12?ret@here/facts", "postgres:…"),
            ("postgres://me:sec/ret@here/facts", "postgres:…"),
            ("postgres://me@here/facts?pasword=secret", "postgres:…"),
            ("mysql://me:secret@here/facts", "mysql:…"),
            ("secret", "…"),
        ] {
            assert_eq!(shown(address), words);
        }
    }
}
