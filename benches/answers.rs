//! From a question to finished HTML, on the shipped facts: the first time, and when it is asked again.
//!
//! `cargo bench --bench answers`

use std::{hint::black_box, sync::Arc};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use tradefacts::{
    catalogue::Catalogue,
    language::Language,
    render::html::Telegram,
    reply::{Answerer, Heard, Reader},
    sheet::{self, Folder, Keep},
};

const QUESTIONS: [&str; 6] = [
    "/trade 2025",
    "/country kyrgyzstan",
    "/country central-asia",
    "/investment",
    "kyrgyz trade last year?",
    "Сколько составил экспорт в Центральную Азию в 2025 году?",
];

fn answers(criterion: &mut Criterion) {
    let catalogue = facts();
    for question in QUESTIONS {
        criterion.bench_function(&format!("first: {question}"), |bencher| {
            let new = || Answerer::new(Arc::clone(&catalogue));
            // The answerer keeps its replies: to drop them is no part of answering.
            bencher.iter_batched_ref(new, |answerer| html(answerer, question), BatchSize::PerIteration);
        });
        let answerer = Answerer::new(Arc::clone(&catalogue));
        criterion.bench_function(&format!("again: {question}"), |bencher| {
            bencher.iter(|| html(&answerer, black_box(question)))
        });
    }
    criterion.bench_function("load the shipped facts", |bencher| bencher.iter(facts));
}

fn facts() -> Arc<Catalogue> {
    Arc::new(
        sheet::load_as(&Folder::BuiltIn, Keep::Facts, &|_, _| {})
            .expect("they can be read")
            .catalogue
            .expect("they are sound"),
    )
}

fn html(answerer: &Answerer, question: &str) -> usize {
    let reader = Reader { language: Language::En, today: date(2026, 11, 22), last: None, moved: false, me: None };
    match answerer.text(question, reader) {
        Heard::Reply(reply) | Heard::Language(_, reply) => reply.shown::<Telegram>().iter().map(String::len).sum(),
        Heard::NotOurs(_) => 0,
    }
}

criterion_group!(benches, answers);
criterion_main!(benches);
