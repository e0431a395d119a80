//! Whether the crate's version was raised far enough for the changes.
//!
//! It applies Semantic Versioning as Cargo does, and knows nothing about documents or Rust. Nothing overrules it: an
//! intended break raises the version.

use schemars08::{self as schemars, JsonSchema};
use semver::Version;
use serde::Serialize;

use super::change::{Bump, RustChange, Severity, WireChange};

/// The bump that the changes need, and the bump that the crate's version got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Verdict {
    /// The bump that the changes need: the larger of the two axes.
    pub required: Bump,
    /// The bump that the changes on the wire need.
    pub required_by_wire: Bump,
    /// The bump that the changes in Rust need.
    pub required_by_rust: Bump,
    /// The number of risky changes on the wire. They need no major bump, but somebody has to review them.
    pub risky: usize,
    /// The crate's version at base.
    pub base_version: String,
    /// The crate's version at head.
    pub head_version: String,
    /// The bump from `base_version` to `head_version`, by Cargo's rules.
    pub carried: Bump,
    /// Whether `carried` is at least `required`.
    pub sufficient: bool,
    /// The lowest version that is enough for the required bump.
    pub minimum_version: String,
    /// The verdict in one sentence.
    pub message: String,
}

/// The error for a text that is not a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAVersion {
    /// The text.
    pub text: String,
    /// What is wrong with it.
    pub reason: String,
}

impl std::fmt::Display for NotAVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { text, reason } = self;
        write!(
            f,
            "`{text}` is not a valid version ({reason}). Set a version such as `1.2.3`."
        )
    }
}

impl std::error::Error for NotAVersion {}

impl Verdict {
    /// Checks the versions `base` and `head`, as the two manifests spell them, against the changes between them.
    ///
    /// # Errors
    ///
    /// When one of them is not a valid version.
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

/// The bump that changes on the wire need: breaking changes a major one, risky and compatible changes a minor one, and texts
/// a patch. What a team has accepted is a patch, because only the document has changed.
///
/// A risky change is not major, because the document alone does not say that it breaks anyone. If each one needed a major
/// version, major versions would soon mean nothing. [`Verdict::risky`] counts them instead.
#[must_use]
pub fn wire_bump(changes: &[WireChange]) -> Bump {
    let owed = |change: &WireChange| match change.weight() {
        Severity::Breaking => Bump::Major,
        Severity::Risky | Severity::Compatible => Bump::Minor,
        Severity::Docs => Bump::Patch,
    };
    changes.iter().map(owed).max().unwrap_or_default()
}

/// The bump that changes in Rust need: the largest of theirs.
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

/// The bump from `base` to `head`, by the position at which the versions differ, as Cargo counts positions.
///
/// A lower version is no bump. Neither is other build metadata, which does not order versions. Every step up from a
/// pre-release is a major bump, because a pre-release promises nothing. A step to a pre-release counts as one to its release.
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

/// The lowest version above `base` that is enough for `required`: a release, or the next pre-release of a pre-release.
///
/// Below 1.0.0 a major bump raises the first position that is not zero, and every other bump the position after it. In
/// `0.0.z` every bump is a major one.
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

/// The pre-release after `base`: `1.0.0-rc.1` → `1.0.0-rc.2`, `1.0.0-beta` → `1.0.0-beta.1`.
fn next_pre_release(base: &Version) -> Version {
    let mut next = Version::new(base.major, base.minor, base.patch);
    let pre = base.pre.as_str();
    let (stem, last) = pre.rsplit_once('.').unwrap_or(("", pre));
    let text = match last.parse::<u64>() {
        Ok(number) if stem.is_empty() => number.saturating_add(1).to_string(),
        Ok(number) => format!("{stem}.{}", number.saturating_add(1)),
        Err(_) => format!("{pre}.1"),
    };
    // The text is always a valid pre-release. If it were not, the release itself would be above `base`, too.
    next.pre = semver::Prerelease::new(&text).unwrap_or_default();
    next
}

fn sentence(required: Bump, base: &Version, head: &Version, minimum: &Version, sufficient: bool) -> String {
    let owed = match required {
        Bump::None => return format!("The changes need no bump. Version {head} is fine."),
        Bump::Patch => "a patch",
        Bump::Minor => "a minor",
        Bump::Major => "a major",
    };
    if sufficient {
        format!("The changes need {owed} bump, and {base} → {head} is enough.")
    } else {
        format!(
            "The changes need {owed} bump, but {base} → {head} is not enough. Set the version in Cargo.toml to {minimum} or higher."
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
        assert!(error.starts_with("`1.0` is not a valid version ("), "{error}");
    }
}
