//! Questions that follow on from the one before: read with it where they lack something, and alone where they do not.

use jiff::civil::date;
use serde_json::Value;
use tradefacts::{
    language::Language,
    question::{self, Query},
    render::{Medium as _, html::Telegram, json::Script},
    reply::{Answerer, Heard, Reader, Reply},
};

use crate::answers::{arcadia, text_of};

/// The reply to a text after a question, in the same chat.
fn after(answerer: &Answerer, last: Option<&str>, text: &str, language: Language) -> std::sync::Arc<Reply> {
    let catalogue = answerer.catalogue();
    let query = |spelling| question::parse_spelling(&format!("en {spelling}"), catalogue).expect(spelling).1;
    let last: Option<Query> = last.map(query);
    let reader = Reader { language, today: date(2026, 11, 22), last: last.as_ref(), moved: false, me: None };
    match answerer.text_in_thread(text, reader) {
        Heard::Reply(reply) | Heard::Language(_, reply) => reply,
        other => panic!("{text}: {other:?}"),
    }
}

fn object(answerer: &Answerer, reply: &Reply) -> Value {
    serde_json::from_str(&Script { catalogue: answerer.catalogue() }.show(reply)).unwrap()
}

/// `trade BAL 2024 < trade, 2024`: the question and what came from the one before; in brackets what is offered instead.
fn heard(answerer: &Answerer, last: &str, text: &str) -> String {
    let reply = after(answerer, Some(last), text, Language::En);
    let object = object(answerer, &reply);
    let list = |field: &Value| {
        let strings = field.as_array().into_iter().flatten().filter_map(Value::as_str);
        strings.collect::<Vec<_>>().join(", ")
    };
    match (object["query"].as_str(), list(&object["from_thread"])) {
        (None, _) => format!("[{}]", list(&object["suggestions"])),
        (Some(query), taken) if taken.is_empty() => query.to_owned(),
        (Some(query), taken) => format!("{query} < {taken}"),
    }
}

fn check(table: &[(&str, &str, &str)]) {
    let answerer = arcadia();
    let heard = table.iter().map(|(last, text, wanted)| (last, text, wanted, heard(&answerer, last, text)));
    let wrong: Vec<String> = heard
        .filter(|(.., wanted, heard)| *wanted != heard)
        .map(|(last, text, wanted, heard)| format!("{last}; {text}\n  wanted {wanted}\n  heard  {heard}"))
        .collect();
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_time_takes_the_rest_from_the_question_before() {
    check(&[
        ("trade BAL 2025", "and 2024?", "trade BAL 2024 < trade, BAL"),
        ("trade BAL 2025", "2024", "trade BAL 2024 < trade, BAL"),
        ("exports BAL 2025", "а за 2024?", "exports BAL 2024 < exports, BAL"),
        ("trade 2025", "2024年呢？", "trade 2024 < trade"),
        ("growth exports none:BAL 2025", "and in 2024", "growth exports none:BAL 2024 < growth exports, BAL"),
        ("growth exports BAL 2025", "and in 2024", "growth exports BAL 2024 < growth exports, BAL"),
        ("trade BAL:ARC 2025", "and in 2024", "trade BAL:ARC 2024 < trade, BAL:, ARC"),
        ("compare trade BAL COR 2025", "а за 2024?", "compare trade BAL COR 2024 < trade, BAL, COR"),
        ("parts trade 2025", "what about 2024", "parts trade 2024 < trade"),
        ("country BAL 2025", "2024?", "country BAL 2024 < BAL"),
        ("exports glass BAL 2025", "2024?", "exports glass BAL 2024 < exports glass, BAL"),
        ("exports BAL 2025", "and the year before?", "exports BAL 2024 < exports, BAL"),
        ("exports BAL 2025", "а годом раньше?", "exports BAL 2024 < exports, BAL"),
        ("exports BAL 2025", "前一年呢", "exports BAL 2024 < exports, BAL"),
    ]);
}

#[test]
fn a_name_takes_the_rest_from_the_question_before() {
    check(&[
        ("trade BAL 2024", "what about corvia", "trade COR 2024 < trade, 2024"),
        ("trade BAL 2024", "corvia?", "trade COR 2024 < trade, 2024"),
        ("trade BAL 2024", "ok, and corvia then", "trade COR 2024 < trade, 2024"),
        ("parts trade 2024", "only corvia", "trade COR 2024 < trade, 2024"),
        ("trade BAL 2024", "just the exports", "exports BAL 2024 < BAL, 2024"),
        ("trade BAL 2024", "только экспорт", "exports BAL 2024 < BAL, 2024"),
        ("parts trade 2024", "а корвия отдельно?", "trade COR 2024 < trade, 2024"),
        ("trade BAL 2024", "只看出口", "exports BAL 2024 < BAL, 2024"),
        ("parts trade 2024", "科维亚单独是多少", "trade COR 2024 < trade, 2024"),
        ("exports BAL 2024", "а с Корвией?", "exports COR 2024 < exports, 2024"),
        ("exports BAL 2024", "ну тогда с корвией", "exports COR 2024 < exports, 2024"),
        ("trade BAL 2024", "科维亚呢？", "trade COR 2024 < trade, 2024"),
        ("trade BAL 2024", "imports?", "imports BAL 2024 < BAL, 2024"),
        ("trade BAL 2024", "а экспорт", "exports BAL 2024 < BAL, 2024"),
        ("trade BAL 2024", "那进口呢", "imports BAL 2024 < BAL, 2024"),
        ("growth exports BAL 2024", "same for corvia", "growth exports COR 2024 < growth exports, 2024"),
        ("growth exports BAL 2024", "and imports?", "growth imports BAL 2024 < BAL, 2024"),
        ("enterprises BAL", "in corvia?", "enterprises COR < enterprises"),
        ("trade BAL:ARC 2024", "and corvia?", "trade COR:ARC 2024 < trade, 2024"),
        ("trade BAL 2024", "and corvia in 2023", "trade COR 2023 < trade"),
        ("parts trade 2024", "and corvia?", "trade COR 2024 < trade, 2024"),
        ("country BAL 2024", "exports?", "exports BAL 2024 < BAL, 2024"),
        ("trade BAL 2024", "and exports to corvia?", "exports COR 2024 < 2024"),
    ]);
}

#[test]
fn another_kind_of_answer_takes_the_question_before() {
    check(&[
        ("exports BAL 2024", "why", "why exports BAL 2024 < exports, BAL, 2024"),
        ("exports BAL 2024", "почему?", "why exports BAL 2024 < exports, BAL, 2024"),
        ("trade BAL 2024", "source?", "src trade BAL 2024 < trade, BAL, 2024"),
        ("trade BAL 2024", "откуда это? источник?", "src trade BAL 2024 < trade, BAL, 2024"),
        ("trade BAL 2024", "来源？", "src trade BAL 2024 < trade, BAL, 2024"),
        ("trade BAL 2024", "compare with corvia", "compare trade BAL COR 2024 < trade, BAL, 2024"),
        ("trade BAL 2024", "сравни с корвией", "compare trade BAL COR 2024 < trade, BAL, 2024"),
        ("exports BAL 2024", "和科维亚比呢", "compare exports BAL COR 2024 < exports, BAL, 2024"),
        ("exports BAL 2024", "in percent?", "growth exports BAL 2024 < BAL, 2024"),
        ("exports BAL 2024", "how much did it grow", "growth exports BAL 2024 < BAL, 2024"),
        ("exports BAL 2024", "а на сколько выросло", "growth exports BAL 2024 < BAL, 2024"),
        ("exports BAL 2024", "в процентах к прошлому году?", "growth exports BAL 2024 < BAL, 2024"),
        ("exports BAL 2024", "同比增长多少", "growth exports BAL 2024 < BAL, 2024"),
        ("growth exports BAL 2024", "by what percent?", "growth exports BAL 2024 < BAL, 2024"),
        ("trade BAL:ARC 2024", "why do they differ", "mirror BAL 2024 < trade, BAL:, ARC, 2024"),
        ("exports BAL 2024", "and by balonian count?", "imports BAL:ARC 2024 < exports, 2024"),
        ("trade 2024", "by country?", "parts trade 2024 < trade, 2024"),
        ("trade BAL 2024", "by country?", "parts trade 2024 < trade, 2024"),
    ]);
}

#[test]
fn what_says_all_itself_is_read_alone() {
    check(&[
        ("trade BAL 2024", "corvia", "country COR"),
        ("trade BAL 2024", "/country corvia", "country COR"),
        ("trade BAL 2024", "imports 2025", "imports 2025"),
        ("exports BAL 2024", "compare balonia and corvia?", "compare trade BAL COR"),
        ("trade BAL 2024", "imports", "imports"),
        ("trade BAL 2024", "trade with corvia?", "trade COR"),
        ("trade BAL 2024", "and exports to corvia in 2025?", "exports COR 2025"),
        ("trade BAL 2024", "sources", "sources"),
        ("trade BAL 2024", "just trade with corvia in 2025", "trade COR 2025"),
        ("trade BAL 2024", "how much did exports grow in 2025", "growth exports 2025"),
        ("help", "corvia?", "country COR"),
    ]);
}

#[test]
fn what_cannot_be_put_into_the_question_before_is_asked_back() {
    let answerer = arcadia();
    for (last, text) in [
        ("trade BAL 2024", "and france?"),
        ("trade BAL 2024", "and per capita?"),
        ("trade BAL 2024", "and without corvia?"),
        ("trade BAL", "and the year before?"),
        ("compare trade BAL COR 2024", "why"),
        ("share BAL/isles 2024", "and exports?"),
        ("trade BAL 2024", "and arcadia?"),
        ("enterprises BAL", "why do they differ"),
        ("trade COR 2024", "compare with balonia by corvian count"),
        ("trade BAL 2024", "and 2022 or 2023?"),
        ("trade BAL 2024", "and from corvia?"),
        ("trade BAL:ARC 2024", "and exports?"),
        ("trade BAL:world 2024", "and corvia?"),
    ] {
        let reply = after(&answerer, Some(last), text, Language::En);
        let object = object(&answerer, &reply);
        assert!(object["figures"].as_array().unwrap().is_empty(), "{last}; {text}: {object:#}");
        assert_eq!(object["query"], Value::Null, "{last}; {text}");
    }
    check(&[
        ("trade BAL 2024", "and from corvia?", "[imports COR 2024, trade COR 2024]"),
        ("trade BAL:ARC 2024", "and exports?", "[exports BAL:ARC 2024, imports BAL:ARC 2024]"),
        ("share BAL/isles 2024", "and exports?", "[exports]"),
        ("trade BAL 2024", "and balonian data?", "[trade BAL 2024, trade BAL:ARC 2024]"),
    ]);
}

#[test]
fn without_a_question_before_every_text_keeps_its_meaning() {
    let answerer = arcadia();
    for text in
        ["corvia?", "and 2024?", "imports?", "why", "source?", "compare with corvia", "а экспорт?", "科维亚呢？"]
    {
        let threaded = after(&answerer, None, text, Language::En);
        let reader = Reader { language: Language::En, today: date(2026, 11, 22), last: None, moved: false, me: None };
        let Heard::Reply(alone) = answerer.text(text, reader) else { panic!("{text}") };
        assert_eq!(object(&answerer, &threaded), object(&answerer, &alone), "{text}");
    }
}

#[test]
fn two_chats_get_answers_to_their_own_thread_however_often_they_ask() {
    let answerer = arcadia();
    for text in ["corvia?", "imports?", "and 2024?", "what about exports", "source?", "and by year"] {
        let lasts = [None, Some("trade BAL 2025"), Some("exports 2024"), None, Some("enterprises BAL")];
        let alone_each: Vec<Value> = lasts
            .iter()
            .map(|last| {
                let fresh = arcadia();
                object(&fresh, &after(&fresh, *last, text, Language::En))
            })
            .collect();
        for _ in 0..3 {
            for (last, wanted) in lasts.iter().zip(&alone_each) {
                let reply = after(&answerer, *last, text, Language::En);
                assert_eq!(object(&answerer, &reply), *wanted, "{last:?}; {text}");
            }
        }
        assert_ne!(alone_each[1], alone_each[2], "{text}");
    }
}

#[test]
fn the_first_line_says_what_came_from_the_question_before() {
    let answerer = arcadia();
    let first = |text, language| {
        let reply = after(&answerer, Some("exports BAL 2024"), text, language);
        let page = text_of(&reply.shown::<Telegram>().join("\n"));
        page.lines().next().unwrap().to_owned()
    };
    assert_eq!(first("and corvia?", Language::En), "Taken from before: exports, 2024");
    assert_eq!(first("а с Корвией?", Language::Ru), "Из прежнего вопроса: экспорт, 2024");
}
