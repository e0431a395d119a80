//! `cargo xtask lint`: what there is to say about the document, for people or for programs.

use std::path::Path;

use codegen::finding::has_errors;
use codegen::render::{Format, render};

use crate::console::Console;
use crate::document;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::workspace::Workspace;

/// Shows all findings about the document at `spec` on the console's `out`.
///
/// # Errors
///
/// Where the document cannot be read.
pub fn run(workspace: &Workspace, spec: &Path, format: Format, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let (source, findings) = match document::read(spec, &workspace.show(spec))? {
        Ok(source) => codegen::lint(source),
        Err(refused) => (refused.0, vec![refused.1]),
    };
    console.out.write_all(render(&source, &findings, format).as_bytes())?;
    Ok(if has_errors(&findings) {
        Exit::DocumentErrors
    } else {
        Exit::Fine
    })
}
