//! Produces the files that are checked in. `generate` writes them; `check` and the tests compare with them.

use std::io;
use std::path::PathBuf;

use codegen::output::{Provenance, provenance};
use codegen::{Memory, Observer};
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

/// The result of generating code from a document.
#[derive(Debug)]
pub struct Production {
    /// The document's text, for showing findings.
    pub source: Source,
    /// The findings about the document.
    pub findings: Vec<Finding>,
    /// Whether it is the workspace's own document.
    pub is_own: bool,
    /// Whether it has errors, or warnings where these are denied.
    pub is_faulty: bool,
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
        if !self.is_faulty {
            return Ok(());
        }
        if !self.artifacts.is_empty() {
            let counted = render::count(&self.loud());
            let message = format!(
                "{} has {counted}; the code was generated in spite of them",
                self.source.name()
            );
            let help =
                "fix them: at these places, the code is less precise than the document, or leaves parts of it out";
            return console.message(Severity::Error, &message, &[help]);
        }
        if has_errors(&self.findings) {
            return self.point_to_keep_going(console);
        }
        let message = format!(
            "{} has warnings, which are denied in the workspace's own document",
            self.source.name()
        );
        let help = "fix them, or accept one by `x-lint-allow: { <rule>: <reason> }` in an object around it";
        console.message(Severity::Error, &message, &[help])
    }

    /// Suggests `--keep-going`, unless it is the workspace's own document.
    fn point_to_keep_going(&self, console: &mut Console<'_>) -> io::Result<()> {
        if self.is_own || !self.findings.iter().any(|finding| finding.recovery.is_some()) {
            return Ok(());
        }
        let text = "`--keep-going` continues after errors about one place";
        console.message(Severity::Note, text, &[])
    }

    /// The findings that make the document faulty.
    fn loud(&self) -> Vec<Finding> {
        let is_loud = |finding: &&Finding| finding.severity >= Severity::Warning;
        self.findings.iter().filter(is_loud).cloned().collect()
    }
}

/// Generates all files from the document at `paths.spec`, and writes nothing. Warnings refuse the workspace's own document;
/// any other is refused for errors only. With `--keep-going` only an error without a recovery refuses it. `memory` saves what
/// has not changed since an earlier call.
///
/// # Errors
///
/// If the document cannot be read.
pub fn artifacts(
    workspace: &Workspace,
    paths: &Paths,
    memory: &mut Memory,
    observer: &mut dyn Observer,
) -> Result<Production, Failure> {
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
    let generated = codegen::generate_with(source, paths.on_error, memory, observer);
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

/// Whether the generator wrote a file, and whether it was edited since.
pub(crate) fn origin(bytes: &[u8]) -> Provenance {
    provenance(&String::from_utf8_lossy(bytes))
}
