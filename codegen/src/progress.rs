//! The stages of the pipeline, and the interface that reports its progress.

/// A stage of the pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The text is read as values and their places.
    Load,
    /// The rules check the author's document.
    Lint,
    /// Operations are read, and schemas are converted to Rust types. For a large document this runs in parallel with `Lint`, so
    /// the measured time of `Lint` includes it.
    Schemas,
    /// progenitor writes the models, and passes change them.
    Types,
    /// Templates write everything else, and all code is joined into one text.
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
    /// A stage has ended; `summary` is a short description of its result.
    fn finished(&mut self, stage: Stage, summary: &str);
    /// The current stage has finished `done` of `of` parts.
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
    /// How many places it changed; for `schemas`, how many types have a name.
    pub count: usize,
}
