//! What can be asked, for who does not know what these sheets hold: their main flow, and the places it goes to.

use crate::{
    answer::{Row, lone_row},
    catalogue::Known,
    fact::{IndicatorId, Kind, PlaceId},
    language::Msg,
    question::{Ask, Comparison, Query, When, flag},
    render::{Button, Writer},
};

/// Something to ask of these sheets.
#[derive(Debug)]
pub(super) struct Sample {
    /// Members of the default group with figures, five at most.
    pub places: Vec<PlaceId>,
    /// The latest year of the first of them.
    pub row: Option<Row>,
    /// All of them side by side; none where there is but one.
    pub comparison: Option<Comparison>,
}

impl Sample {
    pub(super) fn of(known: Known<'_>) -> Self {
        let group = known.place(known.default_partner().as_str());
        let counted = |place: &&PlaceId| known.has_figures(place);
        let members = group.into_iter().flat_map(|group| &group.members);
        let places: Vec<PlaceId> = members.filter(counted).take(*Comparison::PLACES.end()).cloned().collect();
        let flows = known.indicators().filter(|one| one.kind == Kind::Flow && !one.shown_with.is_empty());
        let Some(flow) = flows.max_by_key(|one| one.shown_with.len()).map(|flow| flow.id.clone()) else {
            return Self { places, row: None, comparison: None };
        };
        let row = places.first().and_then(|place| lone_row(&latest(flow.clone(), place), known));
        let comparison = Comparison {
            indicator: flow,
            goods: None,
            of: None,
            reporter: None,
            partners: places.clone(),
            when: When::Latest,
        };
        let comparison = Some(comparison).filter(|one| Comparison::PLACES.contains(&one.partners.len()));
        Self { places, row, comparison }
    }
}

fn latest(indicator: IndicatorId, place: &PlaceId) -> Ask {
    let partner = Some(place.clone());
    Ask { indicator, goods: None, of: None, reporter: None, partner, when: When::Latest }
}

impl Writer<'_> {
    /// A question for the number of a sample, as people write it.
    pub(super) fn sample_question(&self, sample: &Sample) -> String {
        let place = sample.places.first().map_or_else(String::new, |place| self.place_named(place.as_str()));
        let year = sample.row.as_ref().and_then(|row| row.reading.lead.period.year());
        let year = year.map_or_else(String::new, |year| year.to_string());
        self.say(Msg::ExampleTrade { place: place.into(), year: year.into() }).trim_end().to_owned()
    }

    /// A question for two places side by side; none where there are not as many.
    pub(super) fn sample_comparison(&self, sample: &Sample) -> Option<String> {
        let [one, other, ..] = &sample.places[..] else { return None };
        let [one, other] = [one, other].map(|place| self.place_named(place.as_str()).into());
        Some(self.say(Msg::ExampleCompare { one, other }))
    }

    /// A button for each of these places, with its flag.
    pub(super) fn flags(&mut self, places: &[PlaceId]) {
        let button = |place: &PlaceId| {
            let name = self.place_named(place.as_str());
            let label = flag(place, self.catalogue).map_or_else(|| name.clone(), |flag| format!("{flag} {name}"));
            Button { label, query: Query::Country(place.clone(), When::Latest) }
        };
        let buttons = places.iter().map(button).collect();
        self.labelled_rows(buttons);
    }

    /// A button in plain words.
    pub(super) fn sample_button(&self, query: Query) -> Button {
        let label =
            if let Query::Compare(_) = query { self.say(Msg::ButtonCompareCountries) } else { self.label(&query) };
        Button { label, query }
    }
}
