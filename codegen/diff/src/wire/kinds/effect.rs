//! The law by which every kind of change is weighed.

use crate::change::Severity;

/// How changes are weighed, for people.
pub const LAW: &str = "\
How a change is weighed

What a client may send is a set of values, and so is what it may get. A change makes such a set smaller or larger, and
somebody has to understand the values that travel from then on.

In requests  Clients go on sending what they sent. A smaller set refuses some of it: breaking. A larger set takes all of
             it: compatible.
In responses Clients get what the new document allows. A larger set holds values that they cannot read: breaking. A
             smaller set holds none: compatible.
Names        A further name among values of the same form (a value of `enum`, a tag, a success status, a text outside of
             a pattern) can be read, but a client may not know it: risky in responses.
Openness     Clients have to be ready for what OpenAPI and HTTP leave open: further properties of an open object, further
             headers and failures: compatible.
Lost parts   An optional property, header or parameter that is removed was never sure to come, but a client may go on
             sending it or looking for it: risky. Where nothing undescribed is allowed, sending it is breaking.
Meaning      A request that stays the same and means something else is breaking: the default of a parameter.
Promises     What ends without notice, or before the day that was announced, is breaking.
Elsewhere    What no operation uses does not travel: compatible.

Risky means that the document cannot decide. It is no guess about what servers do: a limit that is written down for the
first time narrows a set as one that is tightened does.
";

/// What a change does to the values that travel: the law in one word. It decides the severities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// An operation ends, or what was promised about one.
    Ends,
    /// Values that were right are wrong now, and values travel that were not known.
    Replaces,
    /// Fewer values are right.
    Narrows,
    /// Fewer values are right, and what travels may bear a name that readers do not know.
    NarrowsNames,
    /// More values are right.
    Widens,
    /// Further names are right among values of the same form.
    AddsNames,
    /// Whether fewer values are right the document cannot decide.
    MayNarrow,
    /// Whether readers go on with what travels now the document cannot decide.
    MayWiden,
    /// A part that was never sure to come is not described any more.
    Drops,
    /// A part that was sure to come is not described any more.
    DropsPromise,
    /// The same request means something else.
    Means,
    /// Whether the same request means something else the document cannot decide.
    MayMean,
    /// What the change does where it travels the document cannot decide.
    Undecided,
    /// What the change does the document cannot decide, wherever it is.
    Unknown,
    /// Everybody goes on as before.
    Harmless,
    /// Only people read it.
    Text,
}

impl Effect {
    /// What it weighs in requests, in responses, and where it travels neither way.
    #[must_use]
    pub const fn severities(self) -> [Severity; 3] {
        use Severity::{Breaking, Compatible, Docs, Risky};
        match self {
            Self::Ends => [Breaking; 3],
            Self::Replaces => [Breaking, Breaking, Compatible],
            Self::Narrows => [Breaking, Compatible, Compatible],
            Self::NarrowsNames => [Breaking, Risky, Compatible],
            Self::Widens => [Compatible, Breaking, Compatible],
            Self::AddsNames | Self::MayWiden => [Compatible, Risky, Compatible],
            Self::MayNarrow => [Risky, Compatible, Compatible],
            Self::Drops | Self::Undecided => [Risky, Risky, Compatible],
            Self::DropsPromise => [Risky, Breaking, Compatible],
            Self::Means => [Breaking, Docs, Docs],
            Self::MayMean => [Risky, Docs, Docs],
            Self::Unknown => [Risky; 3],
            Self::Harmless => [Compatible; 3],
            Self::Text => [Docs; 3],
        }
    }

    /// Why, in a sentence for people.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Ends => "It ends an operation or breaks a promise about one.",
            Self::Replaces => "It replaces values: the old ones are refused, and the new ones are not known.",
            Self::Narrows => "It narrows what may travel: senders are refused, readers get less than they can read.",
            Self::NarrowsNames => "It narrows what may travel, and readers may meet a name that they do not know.",
            Self::Widens => "It widens what may travel: senders go on, readers may get what they cannot read.",
            Self::AddsNames => "It adds names to values of the same form: readers can read them and may not know them.",
            Self::MayNarrow => "It may narrow what travels; the document cannot decide.",
            Self::MayWiden => "It may change what readers get; the document cannot decide.",
            Self::Drops => "It drops a part that was never sure to come; senders and readers may still rely on it.",
            Self::DropsPromise => "It drops a part that readers were sure to get; senders may still send it.",
            Self::Means => "It changes what the same request means.",
            Self::MayMean => "It may change what the same request means; the document cannot decide.",
            Self::Undecided => "What it does to the values that travel the document cannot decide.",
            Self::Unknown => "What it does the document cannot decide.",
            Self::Harmless => "Clients that followed the old document go on as before.",
            Self::Text => "Only people read it.",
        }
    }
}
