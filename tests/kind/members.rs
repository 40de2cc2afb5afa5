//! The members of a group.

use std::sync::Arc;

use crate::{
    answer::Told,
    catalogue::{Catalogue, Known},
    fact::{Place, PlaceId},
    question::Query,
    render::{Answer, Writer},
};

#[derive(Debug)]
struct Members(Vec<Arc<Place>>);

impl Told for Members {
    fn suggestions(&self) -> Vec<Query> {
        vec![Query::Countries]
    }
}

impl Answer for Members {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        for place in &self.0 {
            writer.line(writer.place(place).to_owned());
        }
    }
}

pub(super) fn members(group: Option<&PlaceId>, catalogue: &Catalogue, known: Known<'_>) -> Arc<dyn Answer> {
    let group = group.unwrap_or_else(|| catalogue.default_partner());
    let members = known.places().find(|place| place.id == *group).map(|group| group.members.clone());
    let members = members.unwrap_or_default();
    Arc::new(Members(known.places().filter(|place| members.contains(&place.id)).cloned().collect()))
}

#[cfg(test)]
mod tests {
    use crate::{
        check,
        language::Language,
        question::{commands, link, parse_spelling, tap},
        reply::{Answerer, Heard, Reader},
        sheet::Folder,
    };

    use super::*;

    #[test]
    fn it_is_asked_spelled_answered_and_told() {
        let catalogue = check::check(&Folder::BuiltIn).unwrap().catalogue.unwrap();
        let answerer = Answerer::new(Arc::new(catalogue));
        let today = jiff::civil::date(2026, 11, 29);
        let reader = Reader { language: Language::En, today, last: None, moved: false, me: None };
        let Heard::Reply(reply) = answerer.text("/members central asia", reader) else { panic!() };
        let query = reply.query.clone().unwrap();
        assert_eq!(query, Query::Members(Some("central-asia".into())));
        assert_eq!(query.to_string(), "members central-asia");
        assert_eq!(parse_spelling("ru members", answerer.catalogue()), Some((Language::Ru, Query::Members(None))));
        assert_eq!((link(Language::En, &query).unwrap().as_str(), tap(&query).as_str()), ("en_members_central-asia", "/members_central_asia"));
        assert!(commands().any(|command| command.name == "members"));
        assert!(reply.page.blocks.len() == 5 && reply.buttons()[0][0].query == Query::Countries, "{:?}", reply.page);
        let Heard::Reply(help) = answerer.text("/guide_behind", reader) else { panic!() };
        assert!(format!("{:?}", help.page).contains("/members"));
    }
}
