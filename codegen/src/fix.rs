//! Applies the edits of findings to the text. A fix that would cause another error or warning is not applied. The warnings about
//! what stands behind a misspelt key or an error are not caused by its fix: they were hidden.

use std::collections::{BTreeMap, HashMap, HashSet};

use openapi_document::edit;
use openapi_document::finding::{Edit, Finding, Severity};
use openapi_document::pointer::Pointer;
use openapi_document::source::Source;

use crate::pipeline::lint;

/// A document and the files that it refers to, as they are on disk, with byte order marks and CRLF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
    /// The name of the document in findings.
    pub name: String,
    /// The document itself.
    pub own: String,
    /// The files that it refers to, by their paths from its folder.
    pub files: BTreeMap<String, String>,
    /// The files that cannot be read, with the reasons.
    pub unreadable: BTreeMap<String, String>,
}

/// The result of fixing a document.
#[derive(Debug)]
pub struct Fixed {
    /// The texts after the fixes.
    pub texts: Texts,
    /// The fixed document.
    pub source: Source,
    /// The findings that are left.
    pub findings: Vec<Finding>,
    /// The number of findings that were fixed.
    pub fixed: usize,
}

/// The maximum number of rounds. Edits that touch each other are applied in different rounds.
const ROUNDS: usize = 8;

/// Applies the edits of all findings, except those that would cause a new error or warning outside of what they reveal. A document without edits stays as
/// it is.
#[must_use]
pub fn fix(texts: Texts) -> Fixed {
    let (source, findings) = lint(texts.source());
    let start = Round {
        texts,
        source,
        findings,
        revealed: Vec::new(),
    };
    // First, a fix may reveal findings that a later round can fix. If they remain, only fixes that reveal nothing are applied.
    let bold = start.fixed(&|finding: &Finding| finding.edits.is_empty());
    let end = match bold {
        Some(end) if is_better(&start.findings, &end.findings, &end.revealed, &|_| true) => Some(end),
        _ => start.fixed(&|_| true),
    };
    let before = start.findings.clone();
    let end = end.unwrap_or(start);
    Fixed {
        fixed: gone(&before, &end.findings).count(),
        texts: end.texts,
        source: end.source,
        findings: end.findings,
    }
}

/// Decides which new findings count against a fix.
type Counts<'c> = &'c dyn Fn(&Finding) -> bool;

/// The edits of one finding.
#[derive(Clone)]
struct Fix {
    edits: Vec<Edit>,
    /// The place, after the fix, whose content no rule has read before: that of a misspelt key.
    reveals: Option<Pointer>,
}

impl Fix {
    fn of(finding: &Finding) -> Self {
        let key = match finding.edits.as_slice() {
            [edit] if finding.rule == "unknown-key" => Some(edit.text.trim_matches(['"', '\''])),
            _ => None,
        };
        Self {
            edits: finding.edits.clone(),
            reveals: key.and_then(|key| Some(finding.pointer.parent()?.child(key))),
        }
    }
}

/// The fixes that do not touch each other.
fn apart(findings: &[Finding]) -> Vec<Fix> {
    let mut fixes: Vec<Fix> = Vec::new();
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| !finding.edits.is_empty()) {
        let touches = |edit: &Edit| {
            let before = taken.range(..=edit.span.end).next_back();
            before.is_some_and(|(_, end)| *end >= edit.span.start)
        };
        if finding.edits.iter().any(touches) {
            continue;
        }
        taken.extend(finding.edits.iter().map(|edit| (edit.span.start, edit.span.end)));
        fixes.push(Fix::of(finding));
    }
    fixes
}

struct Round {
    texts: Texts,
    source: Source,
    findings: Vec<Finding>,
    /// The places whose content the fixes have revealed.
    revealed: Vec<Pointer>,
}

impl Round {
    /// The state after all rounds; `None` if no fix was applied.
    fn fixed(&self, counts: Counts<'_>) -> Option<Self> {
        let mut last: Option<Self> = None;
        for _ in 0..ROUNDS {
            let state = last.as_ref().unwrap_or(self);
            let (_, next) = state.grown(Vec::new(), None, &apart(&state.findings), counts);
            match next {
                Some(next) => last = Some(next),
                None => break,
            }
        }
        last
    }

    /// Adds as many of `fixes` as possible to the fixes `done`, which led to `next`. If they do not all work together, each half
    /// is tried.
    fn grown(&self, done: Vec<Fix>, next: Option<Self>, fixes: &[Fix], counts: Counts<'_>) -> (Vec<Fix>, Option<Self>) {
        if fixes.is_empty() {
            return (done, next);
        }
        let all = [&done, fixes].concat();
        let before = next.as_ref().map_or(&self.findings, |next| &next.findings);
        let edits: Vec<_> = all.iter().flat_map(|fix| fix.edits.iter().cloned()).collect();
        let texts = self.texts.edited(&self.source, &edits);
        let (source, findings) = lint(texts.source());
        let revealed: Vec<_> = all.iter().filter_map(|fix| fix.reveals.clone()).collect();
        if is_better(before, &findings, &revealed, counts) {
            let state = Self {
                texts,
                source,
                findings,
                revealed: [self.revealed.clone(), revealed].concat(),
            };
            return (all, Some(state));
        }
        if fixes.len() == 1 {
            return (done, next);
        }
        let (one, other) = fixes.split_at(fixes.len() / 2);
        let (done, next) = self.grown(done, next, one, counts);
        self.grown(done, next, other, counts)
    }
}

/// The findings of `before` that are not in `after`. Their places may have moved.
fn gone<'f>(before: &'f [Finding], after: &[Finding]) -> impl Iterator<Item = &'f Finding> {
    let mut left: HashMap<(&'static str, String), usize> = HashMap::new();
    for finding in after {
        *left.entry((finding.rule, finding.message.clone())).or_default() += 1;
    }
    before.iter().filter(move |finding| {
        let left = left.get_mut(&(finding.rule, finding.message.clone()));
        left.filter(|left| **left > 0).map(|left| *left -= 1).is_none()
    })
}

/// The operations and components with an error that is gone: it has hidden their warnings, such as those about an example whose
/// schema could not be found.
fn readable(before: &[Finding], after: &[Finding]) -> Vec<Pointer> {
    let errors = gone(before, after).filter(|finding| finding.severity == Severity::Error);
    let part = |finding: &Finding| {
        finding
            .pointer
            .tokens()
            .take(3)
            .fold(Pointer::root(), |at, key| at.child(&key))
    };
    errors.map(part).collect()
}

/// The findings without the warnings and notes about what fixes have `revealed`.
fn compared<'f>(findings: &'f [Finding], revealed: &[Pointer]) -> impl Iterator<Item = &'f Finding> {
    findings.iter().filter(|finding| {
        let is_revealed = || revealed.iter().any(|place| finding.pointer.is_within(place));
        finding.severity == Severity::Error || !is_revealed()
    })
}

/// Whether there are fewer findings, and no rule has more errors or warnings than before. `counts` decides which new findings
/// are compared.
fn is_better(before: &[Finding], after: &[Finding], revealed: &[Pointer], counts: Counts<'_>) -> bool {
    type Kinds = BTreeMap<(&'static str, Severity), usize>;
    let revealed = &[revealed, &readable(before, after)].concat();
    let count = |findings: &mut dyn Iterator<Item = &Finding>| {
        let mut kinds = Kinds::new();
        for finding in findings.filter(|finding| finding.severity > Severity::Note) {
            *kinds.entry((finding.rule, finding.severity)).or_default() += 1;
        }
        kinds
    };
    let old = count(&mut compared(before, revealed));
    let known: HashSet<_> = before.iter().map(|finding| (finding.rule, &finding.message)).collect();
    let is_known = |finding: &&Finding| known.contains(&(finding.rule, &finding.message)) || counts(finding);
    let new = count(&mut compared(after, revealed).filter(is_known));
    let sum = |kinds: &Kinds| kinds.values().sum::<usize>();
    let is_more =
        |(kind, count): (&(&'static str, Severity), &usize)| old.get(kind).is_none_or(|before| before < count);
    (sum(&new) < sum(&old) || compared(after, revealed).count() < compared(before, revealed).count())
        && !new.iter().any(is_more)
}

impl Texts {
    /// The texts as a source.
    #[must_use]
    pub fn source(&self) -> Source {
        let own = Source::new(self.name.clone(), &self.own);
        let files = self.files.iter();
        let source = files.fold(own, |source, (path, text)| source.with_file(path, text));
        let unreadable = self.unreadable.iter();
        unreadable.fold(source, |source, (path, why)| source.without_file(path, why.clone()))
    }

    /// The texts with edits applied. The ranges of the edits refer to `source`.
    fn edited(&self, source: &Source, edits: &[Edit]) -> Self {
        let starts: BTreeMap<&str, usize> = source.files().collect();
        let of = |start: usize| -> Vec<Edit> {
            let here = edits.iter().filter(|edit| source.start_at(edit.span.start) == start);
            let moved = here.map(|edit| Edit {
                span: edit.span.start - start..edit.span.end - start,
                text: edit.text.clone(),
            });
            moved.collect()
        };
        let file = |(path, text): (&String, &String)| {
            let edits = starts.get(path.as_str()).map(|start| of(*start)).unwrap_or_default();
            (path.clone(), edit::apply(text, &edits))
        };
        Self {
            name: self.name.clone(),
            own: edit::apply(&self.own, &of(0)),
            files: self.files.iter().map(file).collect(),
            unreadable: self.unreadable.clone(),
        }
    }
}
