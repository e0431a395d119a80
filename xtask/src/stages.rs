//! One line for each stage of the pipeline, with the time that it took.

use std::io::{self, Write};
use std::time::Instant;

use codegen::{Observer, Stage};

use crate::progress::Progress;

/// Writes a line when a stage ends, and shows progress while it runs.
pub(crate) struct StageLines<'a> {
    out: &'a mut dyn Write,
    progress: Progress,
    started: Instant,
    written: io::Result<()>,
}

impl<'a> StageLines<'a> {
    pub(crate) fn new(out: &'a mut dyn Write, progress: Progress) -> Self {
        Self {
            out,
            progress,
            started: Instant::now(),
            written: Ok(()),
        }
    }

    /// Whether all lines were written. The pipeline does not stop if one was not.
    pub(crate) fn written(self) -> io::Result<()> {
        self.written
    }
}

impl Observer for StageLines<'_> {
    fn started(&mut self, stage: Stage) {
        self.progress.start(stage);
        self.started = Instant::now();
    }

    fn finished(&mut self, stage: Stage, summary: &str) {
        let milliseconds = self.started.elapsed().as_secs_f64() * 1000.0;
        // Both streams may be the same terminal.
        self.progress.end();
        if self.written.is_ok() {
            self.written = writeln!(self.out, "{:<6} {milliseconds:>7.1} ms  {summary}", stage.name());
        }
    }

    fn progressed(&mut self, done: usize, of: usize) {
        self.progress.advance(done, of);
    }
}
