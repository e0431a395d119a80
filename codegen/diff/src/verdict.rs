//! Whether a crate's version carries what has changed: the larger of the two axes against the two versions.
//!
//! It knows Cargo's reading of Semantic Versioning and nothing of documents or Rust. There is no way to overrule it: an
//! intended break is an edit of the version.

use schemars08::{self as schemars, JsonSchema};
use semver::Version;
use serde::Serialize;

use super::change::{Bump, RustChange, Severity, WireChange};

/// What a change owes and what the crate's version carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Verdict {
    /// The bump that the change owes: the larger of the two axes.
    pub required: Bump,
    /// What the wire axis owes.
    pub required_by_wire: Bump,
    /// What the Rust axis owes.
    pub required_by_rust: Bump,
    /// How many changes on the wire the document cannot decide: they owe no major bump, but somebody has to look at them.
    pub risky: usize,
    /// The crate's version at base.
    pub base_version: String,
    /// The crate's version at head.
    pub head_version: String,
    /// The bump from the one to the other, by Cargo's rules.
    pub carried: Bump,
    /// Whether the carried bump is at least the required one.
    pub sufficient: bool,
    /// The lowest version that carries the required bump.
    pub minimum_version: String,
    /// The verdict in one sentence.
    pub message: String,
}

/// Why there is no verdict: a version that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAVersion {
    /// The text that is no version.
    pub text: String,
    /// What is wrong with it.
    pub reason: String,
}

impl std::fmt::Display for NotAVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { text, reason } = self;
        write!(
            f,
            "`{text}` is not a version ({reason}). Give the crate one of the form `1.2.3`."
        )
    }
}

impl std::error::Error for NotAVersion {}

impl Verdict {
    /// Judges the versions `base` and `head`, as the two manifests spell them, by the changes between the two.
    ///
    /// # Errors
    ///
    /// When one of them is not a version.
    pub fn new(wire: &[WireChange], rust: &[RustChange], base: &str, head: &str) -> Result<Self, NotAVersion> {
        let (base, head) = (parse(base)?, parse(head)?);
        let (required_by_wire, required_by_rust) = (wire_bump(wire), rust_bump(rust));
        let required = required_by_wire.max(required_by_rust);
        let (minimum, carried) = (minimum(&base, required), carried(&base, &head));
        let sufficient = carried >= required;
        let risky = wire.iter().filter(|change| change.weight() == Severity::Risky).count();
        Ok(Self {
            required,
            required_by_wire,
            required_by_rust,
            risky,
            message: sentence(required, &base, &head, &minimum, sufficient),
            base_version: base.to_string(),
            head_version: head.to_string(),
            carried,
            sufficient,
            minimum_version: minimum.to_string(),
        })
    }
}

/// What the wire owes: what breaks is major; what the document cannot decide or what was added is minor; texts are a patch,
/// and so is what a team has accepted, since only the document has changed.
///
/// A risky change is minor and not major because the document alone cannot tell that somebody breaks, and a rule that
/// cried major at each would soon be answered by major versions that mean nothing. [`Verdict::risky`] counts them instead.
#[must_use]
pub fn wire_bump(changes: &[WireChange]) -> Bump {
    let owed = |change: &WireChange| match change.weight() {
        Severity::Breaking => Bump::Major,
        Severity::Risky | Severity::Compatible => Bump::Minor,
        Severity::Docs => Bump::Patch,
    };
    changes.iter().map(owed).max().unwrap_or_default()
}

/// What the Rust axis owes: the largest bump of its changes.
#[must_use]
pub fn rust_bump(changes: &[RustChange]) -> Bump {
    changes.iter().map(|change| change.bump).max().unwrap_or_default()
}

fn parse(text: &str) -> Result<Version, NotAVersion> {
    Version::parse(text.trim()).map_err(|error| NotAVersion {
        text: text.to_owned(),
        reason: error.to_string(),
    })
}

/// The bump from `base` to `head`: by which position, as Cargo counts them, the versions differ.
///
/// A step down carries nothing, nor does a change of build metadata, which has no precedence. A pre-release promises
/// nothing, so every step up from one carries everything; a step to one carries what its release will.
#[must_use]
pub fn carried(base: &Version, head: &Version) -> Bump {
    if head.cmp_precedence(base).is_le() {
        return Bump::None;
    }
    if !base.pre.is_empty() || base.major != head.major {
        return Bump::Major;
    }
    match (base.major, base.minor == head.minor) {
        (0, false) => Bump::Major,
        (0, true) if base.minor == 0 => Bump::Major,
        (0, true) | (_, false) => Bump::Minor,
        (_, true) => Bump::Patch,
    }
}

/// The lowest version above `base` that carries `required`: a release, or the next pre-release of a pre-release.
///
/// Below 1.0.0 the first position that is not zero is the breaking one and the one behind it takes all else; in `0.0.z` every
/// step is a breaking one.
#[must_use]
pub fn minimum(base: &Version, required: Bump) -> Version {
    if required == Bump::None {
        return base.clone();
    }
    if !base.pre.is_empty() {
        return next_pre_release(base);
    }
    let (major, minor, patch) = (base.major, base.minor, base.patch);
    match (required, major, minor) {
        (Bump::Major, 0, 0) => Version::new(0, 0, patch.saturating_add(1)),
        (Bump::Major, 0, _) => Version::new(0, minor.saturating_add(1), 0),
        (Bump::Major, _, _) => Version::new(major.saturating_add(1), 0, 0),
        (Bump::Minor, 1.., _) => Version::new(major, minor.saturating_add(1), 0),
        _ => Version::new(major, minor, patch.saturating_add(1)),
    }
}

/// The pre-release behind `base`: `1.0.0-rc.1` → `1.0.0-rc.2`, `1.0.0-beta` → `1.0.0-beta.1`.
fn next_pre_release(base: &Version) -> Version {
    let mut next = Version::new(base.major, base.minor, base.patch);
    let pre = base.pre.as_str();
    let (stem, last) = pre.rsplit_once('.').unwrap_or(("", pre));
    let text = match last.parse::<u64>() {
        Ok(number) if stem.is_empty() => number.saturating_add(1).to_string(),
        Ok(number) => format!("{stem}.{}", number.saturating_add(1)),
        Err(_) => format!("{pre}.1"),
    };
    // A pre-release counted on is one again; were it not, the finished release would be above `base`, too.
    next.pre = semver::Prerelease::new(&text).unwrap_or_default();
    next
}

fn sentence(required: Bump, base: &Version, head: &Version, minimum: &Version, sufficient: bool) -> String {
    let owed = match required {
        Bump::None => return format!("Nothing has changed that a version has to carry; {head} is fine."),
        Bump::Patch => "a patch",
        Bump::Minor => "a minor",
        Bump::Major => "a major",
    };
    if sufficient {
        format!("The change owes {owed} bump, and the step from {base} to {head} carries it.")
    } else {
        format!(
            "The change owes {owed} bump: the version must be at least {minimum}, and it is {head}. Raise it in Cargo.toml."
        )
    }
}

#[cfg(test)]
mod tests {
    use semver::Version;

    use super::{Bump, Verdict, carried, minimum};
    use crate::change::{Direction, Severity, WireChange};

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap()
    }

    #[test]
    fn a_step_carries_what_cargo_says() {
        let steps = [
            ("1.2.3", "1.2.3", Bump::None),
            ("1.2.3", "1.2.4", Bump::Patch),
            ("1.2.3", "1.3.0", Bump::Minor),
            ("1.2.3", "2.0.0", Bump::Major),
            ("1.2.3", "1.2.2", Bump::None),
            ("2.0.0", "1.9.9", Bump::None),
            ("0.2.3", "0.2.4", Bump::Minor),
            ("0.2.3", "0.3.0", Bump::Major),
            ("0.2.3", "1.0.0", Bump::Major),
            ("0.0.3", "0.0.4", Bump::Major),
            ("0.0.3", "0.1.0", Bump::Major),
            ("1.2.3", "2.0.0-rc.1", Bump::Major),
            ("1.2.3", "1.3.0-rc.1", Bump::Minor),
            ("1.2.3", "1.2.3-rc.1", Bump::None),
            ("2.0.0-rc.1", "2.0.0-rc.2", Bump::Major),
            ("2.0.0-rc.1", "2.0.0", Bump::Major),
            ("1.2.3+a", "1.2.3+b", Bump::None),
        ];
        for (base, head, bump) in steps {
            assert_eq!(carried(&version(base), &version(head)), bump, "{base} to {head}");
        }
    }

    #[test]
    fn the_minimum_carries_the_bump_and_nothing_below_it_does() {
        let least = [
            ("1.2.3", Bump::None, "1.2.3"),
            ("1.2.3", Bump::Patch, "1.2.4"),
            ("1.2.3", Bump::Minor, "1.3.0"),
            ("1.2.3", Bump::Major, "2.0.0"),
            ("0.2.3", Bump::Patch, "0.2.4"),
            ("0.2.3", Bump::Minor, "0.2.4"),
            ("0.2.3", Bump::Major, "0.3.0"),
            ("0.0.3", Bump::Patch, "0.0.4"),
            ("0.0.3", Bump::Major, "0.0.4"),
            ("1.0.0-rc.1", Bump::Major, "1.0.0-rc.2"),
            ("1.0.0-beta", Bump::Patch, "1.0.0-beta.1"),
            ("1.0.0-7", Bump::Minor, "1.0.0-8"),
            ("1.2.3+build", Bump::Patch, "1.2.4"),
        ];
        for (base, required, expected) in least {
            let least = minimum(&version(base), required);
            assert_eq!(least, version(expected), "{base}");
            assert!(carried(&version(base), &least) >= required, "{base}");
        }
        let end = version("0.0.18446744073709551615");
        assert_eq!(minimum(&end, Bump::Major), end);
    }

    #[test]
    fn the_verdict_joins_both_axes() {
        let wire = |severity| WireChange {
            id: String::new(),
            severity,
            direction: Direction::None,
            operations: Vec::new(),
            pointer: String::new(),
            message: String::new(),
            base: None,
            head: None,
            fingerprint: String::new(),
            accepted: None,
        };
        let verdict = |severities: &[Severity], base, head| {
            let changes: Vec<_> = severities.iter().copied().map(wire).collect();
            Verdict::new(&changes, &[], base, head).unwrap()
        };
        assert!(verdict(&[], "0.1.0", "0.1.0").sufficient);
        let short = verdict(&[Severity::Docs, Severity::Breaking], "0.1.0", "0.1.1");
        assert!(!short.sufficient && short.required == Bump::Major && short.minimum_version == "0.2.0");
        assert!(verdict(&[Severity::Breaking], "0.1.0", "0.2.0-rc.1").sufficient);
        let risky = verdict(&[Severity::Risky], "1.0.0", "1.1.0");
        assert!(risky.sufficient && risky.risky == 1 && risky.required == Bump::Minor);
        let error = Verdict::new(&[], &[], "1.0", "1.0.0").unwrap_err().to_string();
        assert!(error.starts_with("`1.0` is not a version ("), "{error}");
    }
}
