//! The one producer of what is checked in. `generate` writes what it returns, `check` and the tests compare with it, so
//! they cannot disagree.

use std::io;
use std::path::PathBuf;

use codegen::Observer;
use codegen::output::{Provenance, provenance};
use openapi_document::finding::{has_at_least, has_errors};
use openapi_document::load::OnError;
use openapi_document::{Finding, Severity, Source, render};

use crate::console::Console;
use crate::document;
use crate::failure::Failure;
use crate::workspace::{Paths, Workspace};

/// A file that the document generates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Where it is checked in.
    pub path: PathBuf,
    /// All of its text.
    pub text: String,
}

/// What came of the document.
#[derive(Debug)]
pub struct Production {
    /// The document's text, for showing findings.
    pub source: Source,
    /// What there is to say about it.
    pub findings: Vec<Finding>,
    /// Whether it is the workspace's own, whose authors correct errors rather than go on after them.
    pub is_own: bool,
    /// Whether it has errors, or warnings that its workspace refuses.
    pub is_faulty: bool,
    /// What it generates; empty where the document is faulty and nobody keeps going, or could.
    pub artifacts: Vec<Artifact>,
}

impl Production {
    /// Shows the findings on the console's `err`, and says so where warnings alone refuse the document.
    ///
    /// # Errors
    ///
    /// Where the stream does not take it.
    pub fn show(&self, paths: &Paths, console: &mut Console<'_>) -> io::Result<()> {
        console.findings(&self.source, &self.findings, &paths.lint)?;
        if !self.is_faulty {
            return Ok(());
        }
        if !self.artifacts.is_empty() {
            let counted = render::count(&self.loud());
            let message = format!("{} has {counted}, and was generated all the same", self.source.name());
            let help = "correct each: where it stands, the code says less than the document means";
            return console.message(Severity::Error, &message, &[help]);
        }
        if has_errors(&self.findings) {
            return self.point_to_keep_going(console);
        }
        let message = format!(
            "{} is refused: the workspace's own document may have no warnings",
            self.source.name()
        );
        let help = "correct each, or accept it by `x-lint-allow: { <rule>: <reason> }` in an object around it";
        console.message(Severity::Error, &message, &[help])
    }

    /// Says of a document that is not the workspace's own that it may be generated all the same.
    fn point_to_keep_going(&self, console: &mut Console<'_>) -> io::Result<()> {
        if self.is_own || !self.findings.iter().any(|finding| finding.recovery.is_some()) {
            return Ok(());
        }
        let text = "`--keep-going` goes on after errors that concern one place alone";
        console.message(Severity::Note, text, &[])
    }

    /// The findings that make the document faulty.
    fn loud(&self) -> Vec<Finding> {
        let is_loud = |finding: &&Finding| finding.severity >= Severity::Warning;
        self.findings.iter().filter(is_loud).cloned().collect()
    }
}

/// Generates everything that is checked in from the document at `paths.spec`, and writes nothing. The workspace's own
/// document is refused for a warning as well, any other for an error alone. Whoever keeps going refuses neither.
///
/// # Errors
///
/// Where the document cannot be read.
pub fn artifacts(workspace: &Workspace, paths: &Paths, observer: &mut dyn Observer) -> Result<Production, Failure> {
    let source = match document::read(&paths.spec, &workspace.show(&paths.spec))? {
        Ok(source) => source,
        Err(refused) => {
            let (source, finding) = *refused;
            return Ok(Production {
                source,
                findings: vec![finding],
                is_own: workspace.owns(&paths.spec),
                is_faulty: true,
                artifacts: Vec::new(),
            });
        }
    };
    let generated = codegen::generate_with(source, paths.on_error, observer);
    let is_own = workspace.owns(&paths.spec);
    let least = if is_own { Severity::Warning } else { Severity::Error };
    let is_faulty = has_at_least(&generated.findings, least);
    let code = generated
        .code
        .filter(|_| !is_faulty || paths.on_error == OnError::KeepGoing);
    let artifact = code.map(|text| Artifact {
        path: paths.out.clone(),
        text,
    });
    Ok(Production {
        source: generated.source,
        findings: generated.findings,
        is_own,
        is_faulty,
        artifacts: artifact.into_iter().collect(),
    })
}

/// Whether some run of the generator has written a file, and whether it still is what was written then.
pub(crate) fn origin(bytes: &[u8]) -> Provenance {
    provenance(&String::from_utf8_lossy(bytes))
}
