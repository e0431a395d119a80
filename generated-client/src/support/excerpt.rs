//! What is shown of a server's text, which may hold anything.

/// How much of it is shown, in characters.
const EXCERPT: usize = 300;

/// The beginning of a server's text on one line, without characters that could pass for something else in a log.
pub(super) fn excerpt(text: &str) -> String {
    let is_blank = |char: char| char.is_whitespace() || char.is_control() || is_unseen(char);
    let text = text.trim_matches(is_blank);
    let mut excerpt: String = text
        .chars()
        .take(EXCERPT)
        .map(|char| if is_blank(char) { ' ' } else { char })
        .collect();
    if text.chars().nth(EXCERPT).is_some() {
        excerpt.push('…');
    }
    excerpt
}

/// Whether a character is one that nobody sees, but that breaks a line, turns the direction of what follows, or makes
/// two texts differ that look the same: Unicode's categories Cf, Zl and Zp, and what it says to ignore by default.
pub(super) fn is_unseen(char: char) -> bool {
    matches!(u32::from(char),
        0xAD | 0x34F | 0x600..=0x605 | 0x61C | 0x6DD | 0x70F | 0x890..=0x891 | 0x8E2 | 0x115F..=0x1160
        | 0x17B4..=0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0x3164
        | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB | 0x110BD | 0x110CD | 0x13430..=0x1343F
        | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
}
