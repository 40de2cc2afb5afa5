//! First contact and small talk: pages for who knows nothing, friendly lines, and questions beside polite words.

use std::sync::Arc;

use jiff::civil::date;
use tradefacts::{
    language::{Language, Talk},
    question::{self, Group, Query, commands},
    render::{Block, html::Telegram},
    reply::{Answerer, Heard, Reader, Reply},
};
use unicode_width::UnicodeWidthStr as _;

use crate::answers::{arcadia, text_of};

/// Columns and lines of what a phone shows at once.
const COLUMNS: usize = 40;
const LINES: usize = 16;

fn reply(answerer: &Answerer, text: &str, last: Option<&Query>, language: Language) -> Arc<Reply> {
    let reader = Reader { language, today: date(2026, 11, 22), last, moved: false, me: Some("tradebot") };
    match answerer.text_in_thread(text, reader) {
        Heard::Reply(reply) | Heard::Language(_, reply) => reply,
        other @ Heard::NotOurs(_) => panic!("{text}: {other:?}"),
    }
}

/// The small talk that a text is answered as.
fn talk(answerer: &Answerer, text: &str) -> Option<Talk> {
    match reply(answerer, text, None, Language::En).query {
        Some(Query::Talk(talk)) => Some(talk),
        _ => None,
    }
}

const SAID: &[(Talk, &[&str])] = &[
    (Talk::Hello, &["hi", "HELLO!!!", "helo", "hellooooo there", "Good morning 🙂", "hey bot", "Hi, everyone"]),
    (Talk::Hello, &["Привет", "ПРИВЕТ!!!", "првиет", "Здравствуйте.", "добрый день!", "здраствуйте", "привет 👋"]),
    (Talk::Hello, &["你好", "您好！", "你 好 ！", "大家好", "早上好啊", "哈喽"]),
    (
        Talk::Thanks,
        &["thanks", "thnaks", "Thank you so much! 🙏", "thx", "thanks bro", "many thanks for your help", "hi, thanks"],
    ),
    (Talk::Thanks, &["спасибо", "СПАСИБО!", "спосибо", "спасибо большое, бот", "благодарю вас", "спс"]),
    (Talk::Thanks, &["谢谢", "谢谢你！", "非常感谢", "多谢了", "谢谢啦 🙏"]),
    (Talk::Bye, &["goodbye", "Bye!", "goodby", "see you later", "пока", "до свидания", "再见", "拜拜"]),
    (
        Talk::Praise,
        &["great!", "good bot", "well done", "you are the best", "отлично!", "молодец", "супер 👍", "太好了", "厉害！"],
    ),
    (Talk::Wrong, &["that's wrong", "Thats wrong!", "this is incorrect", "you made a mistake", "bad bot"]),
    (Talk::Wrong, &["это неверно", "неправильно!", "тут ошибка", "不对", "你错了", "数字错了"]),
    (
        Talk::Able,
        &["what can you do", "What can you do?", "hlep me", "i need help", "how does this work", "what is this?"],
    ),
    (Talk::Able, &["что ты умеешь?", "помоги мне", "как это работает", "你会什么？", "怎么用", "你能做什么"]),
    (
        Talk::Maker,
        &["who made you", "Who made you?!", "hi, who are you?", "кто тебя сделал?", "кто ты", "你是谁", "谁开发的"],
    ),
    (Talk::UpTo, &["how up to date is this", "How recent is your data?", "насколько свежие данные?", "数据有多新？"]),
    (Talk::Robot, &["are you a bot", "are you a robot?", "ты бот?", "ты человек", "你是机器人吗？"]),
    (
        Talk::HowAreYou,
        &["how are you", "how are you today?", "hi, how are you", "как дела?", "привет, как дела", "你好吗？"],
    ),
    (Talk::Nod, &["ok", "OK!", "lol", "haha", "👍👍", "😀", "ок", "понятно", "哈哈", "好的", "I see"]),
];

#[test]
fn small_talk_is_answered_for_what_it_is_also_misspelt_and_with_signs() {
    let answerer = arcadia();
    let texts = SAID.iter().flat_map(|(talk, texts)| texts.iter().map(move |text| (*talk, *text)));
    let wrong: Vec<_> = texts
        .map(|(wanted, text)| (text, wanted, talk(&answerer, text)))
        .filter(|(_, wanted, got)| Some(*wanted) != *got)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_friendly_line_offers_something_to_ask_that_has_an_answer() {
    let answerer = arcadia();
    for (talk, language) in
        Talk::ALL.iter().flat_map(|talk| Language::ALL.iter().map(move |language| (talk, *language)))
    {
        let said = answerer.query(&Query::Talk(*talk), language);
        assert!(said.is_chatter && said.buttons().iter().flatten().count() >= 2, "{talk:?}");
        let lines = shown(&said);
        let quoted = lines.split(['“', '«']).nth(1).and_then(|rest| rest.split(['”', '»']).next());
        if *talk != Talk::Wrong {
            let asked = reply(&answerer, quoted.unwrap_or_default(), None, language);
            assert!(asked.is_answered() && !asked.is_chatter, "{talk:?} offers {quoted:?}");
        }
    }
}

#[test]
fn polite_words_beside_a_question_say_nothing() {
    let answerer = arcadia();
    for (polite, bare) in [
        ("hi, trade balonia 2024?", "trade balonia 2024"),
        ("Good bot! trade 2024, thank you so much", "trade 2024"),
        ("great, and exports corvia 2024 please", "exports corvia 2024"),
        ("Привет! торговля 2024, спасибо большое", "торговля 2024"),
        ("добрый день, молодец, экспорт 2024", "экспорт 2024"),
        ("你好，贸易 2024，谢谢你", "贸易 2024"),
    ] {
        let [with, without] = [polite, bare].map(|text| reply(&answerer, text, None, Language::En).query.clone());
        assert!(with.is_some() && with == without, "{polite}: {with:?} {without:?}");
    }
}

#[test]
fn a_question_is_never_taken_for_small_talk() {
    let answerer = arcadia();
    for text in [
        "trade 2024",
        "balonia",
        "balance",
        "trade with france",
        "hell",
        "why",
        "2024",
        "latest",
        "help",
        "atlantis",
        "thanks balonia",
        "is the trade of balonia wrong",
        "кто продаёт больше",
        "谁买得最多",
        "corvia how are you",
        "106.3",
        "ok balonia 2024",
    ] {
        assert_eq!(talk(&answerer, text), None, "{text}");
    }
}

#[test]
fn small_talk_keeps_the_thread_and_a_complaint_takes_its_question() {
    let answerer = arcadia();
    let (_, last) = question::parse_spelling("en trade BAL 2024", answerer.catalogue()).unwrap();
    for text in ["thanks!", "ok", "hi", "спасибо", "哈哈", "who made you"] {
        let said = reply(&answerer, text, Some(&last), Language::En);
        assert!(matches!(said.query, Some(Query::Talk(_))) && said.is_chatter, "{text}: {:?}", said.query);
        assert_eq!(said.query.clone().and_then(Query::followed), None, "nothing follows on from {text}");
    }
    for text in ["that's wrong", "/report", "ошибка", "不对"] {
        let said = reply(&answerer, text, Some(&last), Language::En);
        assert!(said.page.blocks.contains(&Block::Code("trade BAL 2024".to_owned())), "{text}: {:?}", said.page);
        let leads = |query: &Query| said.buttons().iter().flatten().any(|button| button.query == *query);
        assert!(leads(&Query::SourcesOf(Box::new(last.clone()))), "{text}");
    }
    assert_eq!(
        reply(&answerer, "and 2023?", Some(&last), Language::En).query.as_ref().unwrap().to_string(),
        "trade BAL 2023"
    );
}

#[test]
fn among_several_people_only_what_asks_us_is_no_chatter() {
    let answerer = arcadia();
    let is_chatter = |text: &str| reply(&answerer, text, None, Language::En).is_chatter;
    for text in [
        "thanks!",
        "спасибо!",
        "😀",
        "👍👍",
        "ok",
        "lol",
        "哈哈",
        "...",
        "?!",
        "\u{200b}\u{200f}",
        "12345",
        "I don't agree with you, man",
        "вчера был на рынке",
        "晚饭吃什么",
        "/ban",
        &"blah ".repeat(300),
    ] {
        assert!(is_chatter(text), "{text}");
    }
    for text in [
        "trade 2024",
        "and what about balonia?",
        "trade 2024 in yuan",
        "trade with france",
        "1850 trade",
        "help",
        "2024",
    ] {
        assert!(!is_chatter(text), "{text}");
    }
}

#[test]
fn what_cannot_be_read_gets_a_short_answer_with_buttons() {
    let answerer = arcadia();
    for text in ["12345", "...", "?!?!", "\u{200b}\u{200f}\u{202e}", "\u{fe0f}", "106.3", "/", "#", "7", "🇦🇶"] {
        let said = reply(&answerer, text, None, Language::En);
        assert!(!said.is_answered() || said.is_chatter, "{text:?}");
        assert!(said.page.blocks.len() <= 2 && !said.buttons().is_empty(), "{text:?}: {:?}", said.page);
    }
}

/// The words of a reply as Telegram shows them.
fn shown(said: &Reply) -> String {
    text_of(&said.shown::<Telegram>().join("\n"))
}

/// Lines of a page on a phone, without what stands beneath it: its documents and its buttons.
fn lines_on_a_phone(said: &Reply) -> usize {
    let shown = shown(said);
    let sources = shown.find("\nSources").or_else(|| shown.find("\nИсточники")).unwrap_or(shown.len());
    shown[..sources].trim_end().lines().map(|line| line.width().div_ceil(COLUMNS).max(1)).sum()
}

#[test]
fn who_meets_the_bot_sees_a_page_at_once() {
    let answerer = arcadia();
    let pages = [Query::Start, Query::Help, Query::Channels, Query::Languages, Query::Countries];
    let pages = pages.into_iter().chain(Group::ALL.iter().copied().map(Query::HelpOn));
    for query in pages.chain(Talk::ALL.iter().copied().map(Query::Talk)) {
        for language in Language::ALL {
            let lines = lines_on_a_phone(&answerer.query(&query, *language));
            assert!(lines <= LINES, "{query} in {}: {lines} lines", language.tag());
        }
    }
}

#[test]
fn the_first_page_leads_to_the_countries_to_a_comparison_and_to_channels() {
    let answerer = arcadia();
    let said = answerer.query(&Query::Start, Language::En);
    let buttons: Vec<&Query> = said.buttons().iter().flatten().map(|button| &button.query).collect();
    let has = |wanted: fn(&Query) -> bool| buttons.iter().any(|query| wanted(query));
    assert!(buttons.iter().filter(|query| matches!(query, Query::Country(..))).count() >= 2, "{buttons:?}");
    assert!(has(|query| matches!(query, Query::Compare(_))) && has(|query| *query == Query::Newest), "{buttons:?}");
    assert!(has(|query| *query == Query::Languages) && has(|query| *query == Query::Channels), "{buttons:?}");
    assert!(said.buttons().iter().flatten().all(|button| !button.label.starts_with('/')), "in words of people");
}

#[test]
fn each_command_stands_on_one_page_of_help_that_leads_back() {
    let answerer = arcadia();
    let pages: Vec<_> = Group::ALL.iter().map(|group| answerer.query(&Query::HelpOn(*group), Language::En)).collect();
    let texts: Vec<String> = pages.iter().map(|page| shown(page)).collect();
    for command in commands().filter(|command| command.group.is_some()) {
        let example = format!("• {} ", command.example.replace([' ', '-'], "_"));
        assert_eq!(texts.iter().filter(|text| text.contains(&example)).count(), 1, "{example}");
    }
    let leads_back = |page: &Arc<Reply>| page.buttons().iter().flatten().any(|button| button.query == Query::Help);
    assert!(pages.iter().all(leads_back));
}
