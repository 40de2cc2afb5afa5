//! Every sentence, in every language: the keys, their arguments and plural forms.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::{ast, parser};
use tradefacts::language::{Language, Msg};

/// The plural forms that a count can take, as Unicode has them.
fn plural_forms(language: Language) -> &'static [&'static str] {
    match language {
        Language::En => &["one", "other"],
        Language::Ru => &["one", "few", "many", "other"],
    }
}

#[test]
fn every_language_has_the_same_sentences_with_the_same_arguments() {
    let wanted: BTreeMap<&str, BTreeSet<&str>> =
        Msg::KEYS.iter().map(|(key, args)| (*key, args.iter().copied().collect())).collect();
    for language in Language::ALL {
        let sentences = sentences(*language);
        let keys = |map: &BTreeMap<String, Sentence>| map.keys().cloned().collect::<BTreeSet<_>>();
        let expected: BTreeSet<String> = wanted.keys().map(ToString::to_string).collect();
        assert_eq!(keys(&sentences), expected, "the keys of {}", language.tag());
        for (key, sentence) in &sentences {
            let args: BTreeSet<&str> = sentence.arguments.iter().map(String::as_str).collect();
            assert_eq!(args, wanted[key.as_str()], "the arguments of {key} in {}", language.tag());
        }
    }
}

#[test]
fn every_plural_has_all_the_forms_of_its_language() {
    for language in Language::ALL {
        for (key, sentence) in sentences(*language) {
            for forms in sentence.selects.iter().filter(|forms| forms.iter().all(|form| form.parse::<u8>().is_err())) {
                let forms: BTreeSet<&str> = forms.iter().map(String::as_str).collect();
                let wanted: BTreeSet<&str> = plural_forms(*language).iter().copied().collect();
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
