//! The rules that decide the severity of every kind of change.

use crate::change::Severity;

/// How severities are decided, for people.
pub const LAW: &str = "\
How severities are decided

A schema allows a set of values. A change makes that set smaller or larger. A client breaks if the server rejects its
requests, or if the client cannot read the responses.

In requests  Clients go on sending the values that they sent. A smaller set rejects some of them: breaking. A larger set
             accepts all of them: compatible.
In responses Clients may get every value that the new document allows. A larger set has values that they cannot read:
             breaking. A smaller set has none: compatible.
Names        Clients can read a new name among values of the same type (a value of `enum`, a discriminator value, a
             success status, a string that a pattern excluded), but they may not know it: risky in responses.
Open parts   OpenAPI and HTTP allow more than a document lists: further properties of an object that is open, further
             headers, further errors. Clients must expect them: compatible.
Lost parts   An optional property, header or parameter that is removed was never certain to be present. But a client may
             go on sending it or looking for it: risky. If the schema allows no additional properties, sending it is
             breaking.
Meaning      A request that stays the same but means something else, because the default of a parameter changed:
             breaking.
Promises     Removing an operation without notice, or before the date that was announced: breaking.
Unused parts What no operation uses is never sent: compatible.

Risky means that the document does not decide the question. It is not a guess about what servers do. A limit that is
written down for the first time makes the set smaller, like a limit that is lowered.
";

/// What a change does to the values that are sent. It decides the severities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// An operation, or a promise about one, is removed.
    Ends,
    /// Some values become invalid, and others become valid.
    Replaces,
    /// Fewer values are valid.
    Narrows,
    /// Fewer values are valid, and clients may get a name that they do not know.
    NarrowsNames,
    /// More values are valid.
    Widens,
    /// More names are valid among values of the same type.
    AddsNames,
    /// Fewer values may be valid; the document does not say.
    MayNarrow,
    /// Clients may be unable to use what they get; the document does not say.
    MayWiden,
    /// An optional part is removed.
    Drops,
    /// A required part is removed.
    DropsPromise,
    /// The same request now means something else.
    Means,
    /// The same request may mean something else now; the document does not say.
    MayMean,
    /// The document does not say what the change does in requests or responses.
    Undecided,
    /// The document does not say what the change does, wherever it is.
    Unknown,
    /// Every client works as before.
    Harmless,
    /// Only people read it.
    Text,
}

impl Effect {
    /// The severity in requests, in responses, and elsewhere.
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

    /// The reason for the severity, in a sentence for people.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Ends => "The change removes a part of the API, or breaks a promise to keep it.",
            Self::Replaces => {
                "The change replaces values: servers reject the old ones, and clients do not know the new ones."
            }
            Self::Narrows => {
                "The change allows fewer values: servers may reject requests, and clients can still read responses."
            }
            Self::NarrowsNames => {
                "The change allows fewer values: servers may reject requests, and clients may get a name that they do not know."
            }
            Self::Widens => {
                "The change allows more: requests stay valid, and clients may get something that they cannot read."
            }
            Self::AddsNames => {
                "The change adds something new: requests stay valid, and clients can read it but may not know it."
            }
            Self::MayNarrow => "The change may allow fewer values; the document does not say.",
            Self::MayWiden => "The change may affect what clients get; the document does not say.",
            Self::Drops => "The change removes an optional part; clients may still send it or look for it.",
            Self::DropsPromise => {
                "The change removes a required part; clients may still send it, and they rely on getting it."
            }
            Self::Means => "A request that stays the same now means something else.",
            Self::MayMean => "A request that stays the same may now mean something else; the document does not say.",
            Self::Undecided | Self::Unknown => "The document does not say whether clients still work.",
            Self::Harmless => "Clients that follow the old document work as before.",
            Self::Text => "Only people read it.",
        }
    }
}
