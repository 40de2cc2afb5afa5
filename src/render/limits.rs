//! The limits that Telegram sets, each in its unit.

use crate::question;

/// UTF-16 units in the text of a message, less its markup.
pub const MESSAGE: usize = 4_096;
/// UTF-16 units that a phone shows at once: a page is split before that.
pub const SCREEN: usize = 3_500;
/// UTF-16 units in a caption, less its markup.
pub const CAPTION: usize = 1_024;
/// Bytes of a text with its markup; 32,768 with room to spare.
pub const MARKUP: usize = 32_000;
/// Tags in one message whose effect is kept.
pub const TAGS: usize = 100;
/// UTF-16 units in the words that answer a pressed button.
pub const TOAST: usize = 200;
/// Bytes of the data of a button.
pub const BUTTON_DATA: usize = question::BUTTON;
/// Characters on a button; of more, a phone shows no end.
pub const LABEL: usize = 64;
