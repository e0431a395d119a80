//! Fixing: the edits that findings carry, made in the text. A fix that would make something else wrong is not made.

use std::collections::{BTreeMap, HashSet};

use openapi_document::edit;
use openapi_document::finding::{Edit, Finding, Severity};
use openapi_document::source::Source;

use crate::pipeline::lint;

/// A document and the files that it refers to, as they are on disk: with a byte order mark and line ends of any length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
    /// How findings call the document.
    pub name: String,
    /// The document itself.
    pub own: String,
    /// The files that it refers to, by their paths from its folder.
    pub files: BTreeMap<String, String>,
    /// Those of them that cannot be read, and why.
    pub unreadable: BTreeMap<String, String>,
}

/// What came of fixing a document.
#[derive(Debug)]
pub struct Fixed {
    /// The texts, which differ from what they were only in what was fixed.
    pub texts: Texts,
    /// The fixed document.
    pub source: Source,
    /// What is still to be said about it.
    pub findings: Vec<Finding>,
    /// How many findings are gone.
    pub gone: usize,
}

/// How often the findings of a document that was fixed are fixed again: edits that touch each other are made one after the
/// other.
const ROUNDS: usize = 8;

/// Makes the edits of all findings about a document, but for those after which there would be an error or a warning of a
/// kind that there is not now. A document that has nothing to fix is what it was.
#[must_use]
pub fn fix(texts: Texts) -> Fixed {
    let (source, findings) = lint(texts.source());
    let start = State {
        texts,
        source,
        findings,
    };
    // What a fix reveals may be fixed in the next round; where it is not, only fixes that reveal nothing are made.
    let bold = start.fixed(&|finding: &Finding| finding.edits.is_empty());
    let end = match bold {
        Some(end) if is_better(&start.findings, &end.findings, &|_| true) => Some(end),
        _ => start.fixed(&|_| true),
    };
    let before = start.findings.len();
    let end = end.unwrap_or(start);
    Fixed {
        gone: before.saturating_sub(end.findings.len()),
        texts: end.texts,
        source: end.source,
        findings: end.findings,
    }
}

/// Which of the findings that are new count as such.
type Counts<'c> = &'c dyn Fn(&Finding) -> bool;

/// The edits of one finding.
type Fix = Vec<Edit>;

/// The fixes of findings that do not touch each other, and each of them once.
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
        fixes.push(finding.edits.clone());
    }
    fixes
}

struct State {
    texts: Texts,
    source: Source,
    findings: Vec<Finding>,
}

impl State {
    /// What comes of all fixes, one round after the other; `None` where nothing does.
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

    /// What comes of the fixes `done`, which have led to `next`, and of those of `fixes` that go with them: all, or those of
    /// either half.
    fn grown(&self, done: Vec<Fix>, next: Option<Self>, fixes: &[Fix], counts: Counts<'_>) -> (Vec<Fix>, Option<Self>) {
        if fixes.is_empty() {
            return (done, next);
        }
        let all = [&done, fixes].concat();
        let before = next.as_ref().map_or(&self.findings, |next| &next.findings);
        let texts = self.texts.edited(&self.source, &all.concat());
        let (source, findings) = lint(texts.source());
        if is_better(before, &findings, counts) {
            let state = Self {
                texts,
                source,
                findings,
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

/// Whether something is gone, and there are of no rule more errors or warnings than before. Of those that are new only some
/// count.
fn is_better(before: &[Finding], after: &[Finding], counts: Counts<'_>) -> bool {
    type Kinds = BTreeMap<(&'static str, Severity), usize>;
    let count = |findings: &mut dyn Iterator<Item = &Finding>| {
        let mut kinds = Kinds::new();
        for finding in findings.filter(|finding| finding.severity > Severity::Note) {
            *kinds.entry((finding.rule, finding.severity)).or_default() += 1;
        }
        kinds
    };
    let old = count(&mut before.iter());
    let known: HashSet<_> = before.iter().map(|finding| (finding.rule, &finding.message)).collect();
    let is_known = |finding: &&Finding| known.contains(&(finding.rule, &finding.message)) || counts(finding);
    let new = count(&mut after.iter().filter(is_known));
    let sum = |kinds: &Kinds| kinds.values().sum::<usize>();
    let is_more =
        |(kind, count): (&(&'static str, Severity), &usize)| old.get(kind).is_none_or(|before| before < count);
    (sum(&new) < sum(&old) || after.len() < before.len()) && !new.iter().any(is_more)
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

    /// The same texts with edits, whose places are those of `source`.
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
