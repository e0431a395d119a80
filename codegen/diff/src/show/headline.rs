//! A report in one line: the bump, the axes that need it, and whether the version is high enough.

use super::{BUMPS, SEVERITIES, View, bump, severity};
use crate::change::{Bump, Severity, WireChange};
use crate::report::{Axis, Report};
use crate::verdict::{rust_bump, wire_bump};

impl View<'_> {
    /// The verdict in one line, such as `major: Rust (the wire is compatible)`.
    pub(super) fn headline(&self) -> String {
        let report = self.report;
        if report.wire.is_empty() && report.rust.is_empty() {
            return nothing(report).to_owned();
        }
        let required = required(report);
        let Some(verdict) = &report.verdict else {
            return required;
        };
        let step = format!("{} → {}", verdict.base_version, verdict.head_version);
        if verdict.sufficient {
            return format!("{required}, and {step} is enough");
        }
        let carried = match verdict.carried {
            Bump::None => "no bump".to_owned(),
            carried => format!("only a {} bump", bump(carried)),
        };
        format!(
            "{required}, but {step} is {carried}: set {} or higher",
            verdict.minimum_version
        )
    }

    /// The number of changes by severity, such as `wire: 1 breaking, 2 docs · Rust: 1 major`.
    pub(super) fn counts(&self) -> String {
        let Report { wire, rust, .. } = self.report;
        let of_wire = SEVERITIES.map(|each| {
            let of_weight = |change: &&WireChange| change.accepted.is_none() && change.severity == each;
            (wire.iter().filter(of_weight).count(), severity(each))
        });
        let accepted = wire.iter().filter(|change| change.accepted.is_some()).count();
        let of_wire: Vec<_> = of_wire.into_iter().chain([(accepted, "accepted")]).collect();
        let of_rust = BUMPS.map(|each| {
            let count = rust.iter().filter(|change| change.bump == each).count();
            (count, bump(each))
        });
        format!(
            "wire: {} · Rust: {}",
            listed(self.report, Axis::Wire, &of_wire),
            listed(self.report, Axis::Rust, &of_rust)
        )
    }
}

fn listed(report: &Report, axis: Axis, counts: &[(usize, &str)]) -> String {
    if report.not_compared.contains(&axis) {
        return "not compared".to_owned();
    }
    let counts: Vec<_> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}"))
        .collect();
    if counts.is_empty() {
        "no change".to_owned()
    } else {
        counts.join(", ")
    }
}

fn nothing(report: &Report) -> &'static str {
    let is_compared = |axis| !report.not_compared.contains(&axis);
    match (is_compared(Axis::Wire), is_compared(Axis::Rust)) {
        (true, true) => "nothing has changed",
        (true, false) => "nothing has changed on the wire",
        (false, true) => "nothing has changed in Rust",
        (false, false) => "nothing was compared",
    }
}

/// The bump with the axes that need it, and remarks about the axes in parentheses.
fn required(report: &Report) -> String {
    let required = report.required_bump;
    if required == Bump::None {
        return "no bump required".to_owned();
    }
    let mut owed_by = Vec::new();
    let mut remarks = Vec::new();
    let worst = report.wire.iter().map(WireChange::weight).max();
    let axes = [
        (Axis::Wire, wire_bump(&report.wire), of_wire(worst)),
        (Axis::Rust, rust_bump(&report.rust), of_rust(report)),
    ];
    for (axis, owed, state) in axes {
        if report.not_compared.contains(&axis) {
            remarks.push(format!("{} is not compared", subject(axis)));
            continue;
        }
        if owed == required {
            owed_by.push(match (axis, required) {
                (Axis::Wire, Bump::Patch) => "docs",
                (Axis::Wire, _) => "wire",
                (Axis::Rust, _) => "Rust",
            });
        }
        // A risky change needs a minor bump, but nobody should take it for an addition.
        if owed != required || axis == Axis::Wire && worst == Some(Severity::Risky) {
            remarks.push(format!("{} {state}", subject(axis)));
        }
    }
    let owed_by = owed_by.join(" and ");
    let remarks = match remarks.as_slice() {
        [] => String::new(),
        remarks => format!(" ({})", remarks.join(", ")),
    };
    format!("{}: {owed_by}{remarks}", bump(required))
}

const fn subject(axis: Axis) -> &'static str {
    match axis {
        Axis::Wire => "the wire",
        Axis::Rust => "Rust",
    }
}

const fn of_wire(worst: Option<Severity>) -> &'static str {
    match worst {
        None | Some(Severity::Docs) => "is unchanged",
        Some(Severity::Compatible) => "is compatible",
        Some(Severity::Risky) => "is risky",
        Some(Severity::Breaking) => "breaks",
    }
}

const fn of_rust(report: &Report) -> &'static str {
    if report.rust.is_empty() {
        "is unchanged"
    } else {
        "is compatible"
    }
}
