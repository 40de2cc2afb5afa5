//! Every sentence, in every language: the keys, their arguments and plural forms.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use fluent_syntax::{ast, parser};
use tradefacts::language::{Language, Msg};

/// The plural forms that a number can take, as Unicode has them.
fn plural_forms(language: Language) -> BTreeSet<String> {
    const FORMS: &str = "form = { $number ->
        [zero] zero
        [one] one
        [two] two
        [few] few
        [many] many
       *[other] other
    }";
    let mut bundle = FluentBundle::new(vec![language.tag().parse().unwrap()]);
    bundle.add_resource(FluentResource::try_new(FORMS.to_owned()).unwrap()).unwrap();
    let pattern = bundle.get_message("form").unwrap().value().unwrap();
    let form = |number: f64| {
        let number = FluentArgs::from_iter([("number", FluentValue::from(number))]);
        bundle.format_pattern(pattern, Some(&number), &mut Vec::new()).into_owned()
    };
    (0..=200).map(f64::from).chain([0.5, 1.5]).map(form).collect()
}

#[test]
fn every_language_has_the_same_sentences_with_the_same_arguments() {
    let wanted: BTreeMap<&str, BTreeSet<&str>> =
        Msg::KEYS.iter().map(|(key, args)| (*key, args.iter().copied().collect())).collect();
    for language in Language::ALL {
        let sentences = sentences(*language);
        let unknown: Vec<_> = sentences.keys().filter(|key| !wanted.contains_key(key.as_str())).collect();
        assert!(unknown.is_empty(), "{} has {unknown:?}, which nobody says", language.tag());
        let missing: Vec<_> = wanted.keys().filter(|key| !sentences.contains_key(**key)).collect();
        if language.is_whole() {
            assert!(missing.is_empty(), "{} lacks {missing:?}", language.tag());
        } else {
            println!("{} says {} sentences in English: {missing:?}", language.tag(), missing.len());
        }
        for (key, sentence) in &sentences {
            let args: BTreeSet<&str> = sentence.arguments.iter().map(String::as_str).collect();
            assert_eq!(args, wanted[key.as_str()], "the arguments of {key} in {}", language.tag());
        }
    }
    assert!(Language::default().is_whole(), "others fall back to it");
}

#[test]
fn every_plural_has_all_the_forms_of_its_language() {
    for language in Language::ALL {
        let wanted = plural_forms(*language);
        for (key, sentence) in sentences(*language) {
            for forms in sentence.selects.iter().filter(|forms| forms.iter().all(|form| form.parse::<u8>().is_err())) {
                let forms: BTreeSet<String> = forms.iter().cloned().collect();
                assert_eq!(forms, wanted, "{key} in {}", language.tag());
            }
        }
    }
}

#[derive(Default)]
struct Sentence {
    arguments: BTreeSet<String>,
    /// The arms of each choice.
    selects: Vec<Vec<String>>,
}

fn sentences(language: Language) -> BTreeMap<String, Sentence> {
    let resource =
        parser::parse(language.messages()).unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", language.tag()));
    let mut sentences = BTreeMap::new();
    for entry in &resource.body {
        match entry {
            ast::Entry::Message(message) => {
                let mut sentence = Sentence::default();
                let pattern = message.value.as_ref().unwrap_or_else(|| panic!("{} says nothing", message.id.name));
                read(pattern, &mut sentence);
                let before = sentences.insert(message.id.name.to_owned(), sentence);
                assert!(before.is_none(), "{} stands twice in {}", message.id.name, language.tag());
            }
            ast::Entry::Junk { content } => panic!("{}: cannot be read: {content}", language.tag()),
            _ => {}
        }
    }
    sentences
}

fn read(pattern: &ast::Pattern<&str>, sentence: &mut Sentence) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            expression_of(expression, sentence);
        }
    }
}

fn expression_of(expression: &ast::Expression<&str>, sentence: &mut Sentence) {
    match expression {
        ast::Expression::Inline(inline) => inline_of(inline, sentence),
        ast::Expression::Select { selector, variants } => {
            inline_of(selector, sentence);
            let name = |key: &ast::VariantKey<&str>| match key {
                ast::VariantKey::Identifier { name } => (*name).to_owned(),
                ast::VariantKey::NumberLiteral { value } => (*value).to_owned(),
            };
            sentence.selects.push(variants.iter().map(|variant| name(&variant.key)).collect());
            for variant in variants {
                read(&variant.value, sentence);
            }
        }
    }
}

fn inline_of(inline: &ast::InlineExpression<&str>, sentence: &mut Sentence) {
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            sentence.arguments.insert(id.name.to_owned());
        }
        ast::InlineExpression::Placeable { expression } => expression_of(expression, sentence),
        _ => {}
    }
}
