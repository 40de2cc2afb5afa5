//! The words of a message, and whether they name us.

/// The words of a message, without our own name where that only calls us.
pub(super) struct Words {
    pub text: String,
    /// True if we are named.
    pub named: bool,
    pub command: bool,
}

impl Words {
    pub(super) fn of(text: &str, me: &str) -> Self {
        let text = text.trim();
        let command = text.starts_with('/');
        let Some((start, end)) = find_name(text, me) else {
            return Self { text: text.to_owned(), named: false, command };
        };
        let called = !command || text[..start].contains(char::is_whitespace);
        let text = if called { format!("{}{}", &text[..start], &text[end..]) } else { text.to_owned() };
        Self { text: text.trim().to_owned(), named: true, command }
    }
}

/// The place of `@me` as a word of its own or behind a command.
fn find_name(text: &str, me: &str) -> Option<(usize, usize)> {
    let of_a_name = |character: char| character.is_alphanumeric() || character == '_';
    let command = text.strip_prefix('/').and_then(|_| text.split(char::is_whitespace).next()).map_or(0, str::len);
    text.match_indices('@').find_map(|(at, _)| {
        let end = at + 1 + me.len();
        let name = text.get(at + 1..end)?;
        let before = text[..at].chars().next_back();
        let apart = !before.is_some_and(of_a_name) || at < command;
        let ends = !text[end..].chars().next().is_some_and(of_a_name);
        (apart && ends && !me.is_empty() && name.eq_ignore_ascii_case(me)).then_some((at, end))
    })
}
