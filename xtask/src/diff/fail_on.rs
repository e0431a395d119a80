//! `--fail-on`: which changes fail if no version is checked.

use clap::ValueEnum;
use openapi_diff::change::{Bump, Severity};
use openapi_diff::report::{Axis, Report};

use super::side::Sides;

/// The smallest change that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// A change on the wire that is breaking
    Breaking,
    /// A change on the wire that is risky or breaking
    Risky,
    /// A change on either axis that requires a major bump
    Major,
    /// A change on either axis that requires a minor or a major bump
    Minor,
}

/// The result of a threshold for a report.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Every change is smaller.
    Passed,
    /// A change reaches it. The sentence says which.
    Reached(String),
    /// No compared change reaches it, but an axis that counts was not compared. The sentence says which.
    Undecided(&'static str),
}

impl FailOn {
    /// Why it does not fit a comparison of `sides` on the axis `only`, if one was asked for.
    pub(super) fn misused(self, only: Option<Axis>, sides: &Sides) -> Option<String> {
        let name = self.name();
        if only == Some(Axis::Rust) && self.is_of_wire() {
            return Some(format!(
                "`--fail-on {name}` is about the wire, which `--only rust` does not compare"
            ));
        }
        (only.is_none() && !sides.has_file()).then(|| {
            format!(
                "`--fail-on {name}` is for files: between two revisions, the crate's version must be high enough for the change"
            )
        })
    }

    /// Judges `report`; `only` is the axis that was asked for, if one was.
    pub(super) fn judge(self, report: &Report, only: Option<Axis>) -> Outcome {
        let at_least = |least| report.wire.iter().filter(|change| change.weight() >= least).count();
        let reached = match self {
            Self::Breaking => by_wire(at_least(Severity::Breaking), "breaking"),
            Self::Risky => by_wire(at_least(Severity::Risky), "risky or breaking"),
            Self::Major => (report.required_bump >= Bump::Major).then(|| "a major bump is required".to_owned()),
            Self::Minor => match report.required_bump {
                Bump::Major => Some("a major bump is required".to_owned()),
                Bump::Minor => Some("a minor bump is required".to_owned()),
                Bump::Patch | Bump::None => None,
            },
        };
        if let Some(reached) = reached {
            return Outcome::Reached(format!("{reached}, which `--fail-on {}` denies", self.name()));
        }
        let counts = |axis: &Axis| only.is_none_or(|only| only == *axis) && (*axis == Axis::Wire || !self.is_of_wire());
        match report.not_compared.iter().find(|axis| counts(axis)) {
            Some(Axis::Rust) => Outcome::Undecided("Rust is not compared"),
            Some(Axis::Wire) => Outcome::Undecided("the wire is not compared"),
            None => Outcome::Passed,
        }
    }

    /// Whether it is about changes on the wire alone.
    const fn is_of_wire(self) -> bool {
        matches!(self, Self::Breaking | Self::Risky)
    }

    /// How it is written on the command line.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Risky => "risky",
            Self::Major => "major",
            Self::Minor => "minor",
        }
    }
}

fn by_wire(count: usize, weight: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 change on the wire is {weight}")),
        count => Some(format!("{count} changes on the wire are {weight}")),
    }
}
