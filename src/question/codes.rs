//! The two letters that stand for a country, whether or not the sheets have it: ISO 3166-1 alpha-2.

use crate::{
    catalogue::{Catalogue, Named},
    fact::PlaceId,
    language::{Key, Script},
};

/// `US`, `MN`, `IN`; none of these is a small word where it is written as a code.
pub(super) fn is_country(word: &str) -> bool {
    let code = word.to_ascii_uppercase();
    word.len() == 2 && COUNTRIES.split(' ').any(|country| country == code)
}

/// The flag of a country that its sheets call by such letters.
pub fn flag(place: &PlaceId, catalogue: &Catalogue) -> Option<String> {
    let code = COUNTRIES.split(' ').find(|code| {
        let mut key = Key::new(Script::Latin);
        key.push(&code.to_ascii_lowercase(), code.len());
        let named = catalogue.names().phrases().whole(&key).filter(|_| catalogue.names().is_latin(key.whole()));
        named.is_some_and(|all| matches!(&all[..], [Named::Place(named)] if named == place))
    })?;
    let half = |letter: u8| char::from_u32(0x1F1E6 + u32::from(letter - b'A'));
    code.bytes().map(half).collect()
}

const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI \
    FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR \
    IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM \
    MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT \
    PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM \
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_there_once() {
        let all: std::collections::BTreeSet<&str> = COUNTRIES.split(' ').collect();
        assert!(all.len() == 249 && all.iter().all(|code| code.len() == 2), "{}", all.len());
        assert!(is_country("us") && is_country("MN") && !is_country("xx") && !is_country("usa"));
    }
}
