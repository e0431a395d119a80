//! The stages of the pipeline, and how an observer follows them.

/// A stage of the pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Text to values and places.
    Load,
    /// The author's document is judged.
    Lint,
    /// What the document says of operations, and what its schemas are in Rust. A large document is resolved while it is still
    /// judged, so a clock shows the time of both stages there.
    Schemas,
    /// progenitor writes the models, and model passes change them.
    Types,
    /// Templates write everything else, and the code becomes one text.
    Write,
}

impl Stage {
    /// The stage's name in lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::Lint => "lint",
            Self::Schemas => "schemas",
            Self::Types => "types",
            Self::Write => "write",
        }
    }
}

/// Receives the progress of the pipeline. This crate has no clock; an observer may have one.
pub trait Observer {
    /// A stage begins.
    fn started(&mut self, stage: Stage);
    /// A stage has ended; `summary` says in a few words what came of it.
    fn finished(&mut self, stage: Stage, summary: &str);
    /// The stage that was started last has done so much of its work: `done` parts `of` all.
    fn progressed(&mut self, _done: usize, _of: usize) {}
}

/// An observer that does nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unobserved;

impl Observer for Unobserved {
    fn started(&mut self, _: Stage) {}
    fn finished(&mut self, _: Stage, _: &str) {}
}

/// What a stage or a model pass did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The pass's id, or `schemas`.
    pub pass: &'static str,
    /// How many places it changed; how many types have a name for `schemas`.
    pub count: usize,
}
