//! Produces the files that are checked in. `generate` writes them; `check` and the tests compare with them.

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

/// The result of generating code from a document.
#[derive(Debug)]
pub struct Production {
    /// The document's text, for showing findings.
    pub source: Source,
    /// The findings about the document.
    pub findings: Vec<Finding>,
    /// The generated files; empty if and only if the document is refused.
    pub artifacts: Vec<Artifact>,
}

impl Production {
    /// Shows the findings on the console's `err`, and a message if only warnings refuse the document.
    ///
    /// # Errors
    ///
    /// If writing to the stream fails.
    pub fn show(&self, paths: &Paths, console: &mut Console<'_>) -> io::Result<()> {
        console.findings(&self.source, &self.findings, &paths.lint)?;
        if !self.artifacts.is_empty() || has_errors(&self.findings) {
            return Ok(());
        }
        let message = format!(
            "{} has warnings, which are denied in the workspace's own document",
            self.source.name()
        );
        let help = "fix them, or accept one by `x-lint-allow: { <rule>: <reason> }` in an object around it";
        console.message(Severity::Error, &message, &[help])
    }
}

/// Generates all files from the document at `paths.spec`, and writes nothing. Warnings refuse the workspace's own document;
/// any other is refused for errors only.
///
/// # Errors
///
/// If the document cannot be read.
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

/// Whether the generator wrote a file, and whether it was edited since.
pub(crate) fn origin(bytes: &[u8]) -> Provenance {
    provenance(&String::from_utf8_lossy(bytes))
}
