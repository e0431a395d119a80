//! One line for each stage of the pipeline, with the time that it took.

use std::io::{self, Write};
use std::time::Instant;

use codegen::{Observer, Stage};

/// Writes a line when a stage has ended.
pub(crate) struct StageLines<'a> {
    out: &'a mut dyn Write,
    started: Instant,
    written: io::Result<()>,
}

impl<'a> StageLines<'a> {
    pub(crate) fn new(out: &'a mut dyn Write) -> Self {
        Self {
            out,
            started: Instant::now(),
            written: Ok(()),
        }
    }

    /// Whether all lines could be written. The pipeline itself does not stop for a line.
    pub(crate) fn written(self) -> io::Result<()> {
        self.written
    }
}

impl Observer for StageLines<'_> {
    fn started(&mut self, _: Stage) {
        self.started = Instant::now();
    }

    fn finished(&mut self, stage: Stage, summary: &str) {
        let milliseconds = self.started.elapsed().as_secs_f64() * 1000.0;
        if self.written.is_ok() {
            self.written = writeln!(self.out, "{:<6} {milliseconds:>7.1} ms  {summary}", stage.name());
        }
    }
}
