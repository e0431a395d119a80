//! A progress line on the terminal for a stage that runs longer than a second. It disappears when the stage ends.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use codegen::Stage;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long a stage runs before the line appears.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the line changes.
const TICK: Duration = Duration::from_millis(125);

const RUNNING: &str = "{spinner} {msg}, {elapsed}";
const COUNTED: &str = "{spinner} {msg} [{bar:32}] {pos} of {len} chunks, {elapsed}";

/// The line for the stage that runs.
pub(crate) struct Progress {
    /// Where it is drawn; `None` if it is not shown.
    target: Option<fn() -> ProgressDrawTarget>,
    patience: Duration,
    stage: Option<Running>,
}

impl Progress {
    /// A progress line on standard error if `shown`, else none. Standard error must then be a terminal.
    pub(crate) fn on_stderr(shown: bool) -> Self {
        Self {
            target: shown.then_some(ProgressDrawTarget::stderr),
            patience: PATIENCE,
            stage: None,
        }
    }

    /// Called when a stage begins.
    pub(crate) fn start(&mut self, stage: Stage) {
        self.end();
        self.stage = self.target.map(|target| Running::new(stage, self.patience, target));
    }

    /// Called when `done` of `of` chunks are done.
    pub(crate) fn advance(&self, done: usize, of: usize) {
        if let Some(stage) = &self.stage {
            stage.advance(done, of);
        }
    }

    /// Called when the stage has ended. After this the line is removed for good.
    pub(crate) fn end(&mut self) {
        self.stage = None;
    }
}

/// A running stage. A thread waits until the line is due, since the pipeline may report nothing.
struct Running {
    bar: ProgressBar,
    /// The thread stops waiting when this is dropped.
    ended: Option<Sender<()>>,
    waiting: Option<JoinHandle<()>>,
}

impl Running {
    fn new(stage: Stage, patience: Duration, target: impl FnOnce() -> ProgressDrawTarget + Send + 'static) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
            .with_style(style(RUNNING))
            .with_message(stage.name());
        let (ended, end) = mpsc::channel::<()>();
        let shown = bar.clone();
        let wait = move || {
            if end.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
                shown.set_draw_target(target());
                shown.enable_steady_tick(TICK);
            }
        };
        Self {
            bar,
            ended: Some(ended),
            // Without a thread there is no line.
            waiting: thread::Builder::new().spawn(wait).ok(),
        }
    }

    fn advance(&self, done: usize, of: usize) {
        if self.bar.length().is_none() {
            self.bar.set_style(style(COUNTED));
        }
        self.bar.set_length(u64::try_from(of).unwrap_or(u64::MAX));
        self.bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.ended.take());
        if let Some(waiting) = self.waiting.take() {
            // A panic of that thread only concerns the line.
            let _ = waiting.join();
        }
        self.bar.finish_and_clear();
    }
}

/// A style with characters that every terminal has.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_spinner())
        .tick_chars("-\\|/ ")
        .progress_chars("=> ")
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex, PoisonError};
    use std::thread;
    use std::time::Duration;

    use codegen::Stage;
    use indicatif::{ProgressDrawTarget, TermLike};

    use super::{Progress, Running};

    /// A terminal of one line. `written` counts everything that reaches it, cursor movements included.
    #[derive(Clone, Debug, Default)]
    struct Terminal(Arc<Mutex<Screen>>);

    #[derive(Debug, Default)]
    struct Screen {
        line: String,
        written: usize,
    }

    impl Terminal {
        fn change(&self, change: impl FnOnce(&mut String)) -> io::Result<()> {
            let mut screen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            screen.written += 1;
            change(&mut screen.line);
            Ok(())
        }

        fn contents(&self) -> String {
            let screen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            screen.line.trim_end().to_owned()
        }

        fn written(&self) -> usize {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).written
        }
    }

    impl TermLike for Terminal {
        fn width(&self) -> u16 {
            100
        }

        fn move_cursor_up(&self, _: usize) -> io::Result<()> {
            self.change(|_| ())
        }

        fn move_cursor_down(&self, _: usize) -> io::Result<()> {
            self.change(|_| ())
        }

        fn move_cursor_right(&self, _: usize) -> io::Result<()> {
            self.change(|_| ())
        }

        fn move_cursor_left(&self, _: usize) -> io::Result<()> {
            self.change(|_| ())
        }

        fn write_line(&self, text: &str) -> io::Result<()> {
            self.write_str(text)
        }

        fn write_str(&self, text: &str) -> io::Result<()> {
            self.change(|line| line.push_str(text))
        }

        fn clear_line(&self) -> io::Result<()> {
            self.change(String::clear)
        }

        fn flush(&self) -> io::Result<()> {
            Ok(())
        }
    }

    fn running(patience: Duration) -> (Terminal, Running) {
        let terminal = Terminal::default();
        let target = terminal.clone();
        let target = move || ProgressDrawTarget::term_like(Box::new(target));
        (terminal, Running::new(Stage::Types, patience, target))
    }

    /// Waits for it, however long that takes.
    fn until_shown(terminal: &Terminal, text: &str) {
        while !terminal.contents().contains(text) {
            thread::yield_now();
        }
    }

    #[test]
    fn a_silent_stage_gets_a_line_that_is_removed_at_its_end() {
        let (terminal, stage) = running(Duration::ZERO);
        until_shown(&terminal, "types, ");
        drop(stage);
        assert_eq!(terminal.contents(), "");
    }

    #[test]
    fn chunks_are_counted() {
        let (terminal, stage) = running(Duration::ZERO);
        until_shown(&terminal, "types, ");
        stage.advance(3, 12);
        until_shown(&terminal, "] 3 of 12 chunks, ");
        stage.advance(12, 12);
        until_shown(&terminal, "] 12 of 12 chunks, ");
        drop(stage);
        assert_eq!(terminal.contents(), "");
    }

    #[test]
    fn a_short_stage_writes_nothing() {
        let (terminal, stage) = running(Duration::MAX);
        stage.advance(3, 12);
        drop(stage);
        // Not even cursor movements.
        assert_eq!(terminal.written(), 0);
    }

    #[test]
    fn without_a_terminal_nothing_waits() {
        let mut progress = Progress::on_stderr(false);
        progress.start(Stage::Types);
        progress.advance(1, 2);
        assert!(progress.stage.is_none());
        progress.end();
    }
}
