//! The one producer of what is checked in. `generate` writes what it returns, `check` and the tests compare with it, so
//! they cannot disagree.

use std::io;
use std::path::PathBuf;

use codegen::Observer;
use codegen::output::{Provenance, provenance};
use openapi_document::finding::{has_at_least, has_errors};
use openapi_document::{Finding, Severity, Source};

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
    /// What it generates; empty exactly when the document is refused.
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
        if !self.artifacts.is_empty() || has_errors(&self.findings) {
            return Ok(());
        }
        let message = format!(
            "{} is refused: the workspace's own document may have no warnings",
            self.source.name()
        );
        let help = "correct each, or accept it by `x-lint-allow: { <rule>: <reason> }` in an object around it";
        console.message(Severity::Error, &message, &[help])
    }
}

/// Generates everything that is checked in from the document at `paths.spec`, and writes nothing. The workspace's own
/// document is refused for a warning as well, any other for an error alone.
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
                artifacts: Vec::new(),
            });
        }
    };
    let generated = codegen::generate(source, observer);
    let is_refused = workspace.owns(&paths.spec) && has_at_least(&generated.findings, Severity::Warning);
    let code = generated.code.filter(|_| !is_refused);
    let artifact = code.map(|text| Artifact {
        path: paths.out.clone(),
        text,
    });
    Ok(Production {
        source: generated.source,
        findings: generated.findings,
        artifacts: artifact.into_iter().collect(),
    })
}

/// Whether some run of the generator has written a file, and whether it still is what was written then.
pub(crate) fn origin(bytes: &[u8]) -> Provenance {
    provenance(&String::from_utf8_lossy(bytes))
}
