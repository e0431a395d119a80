//! Modules depend on each other in one direction. The test reads every `use`.
//!
//! A package's top-level modules have an order, from the ground up, and import only from modules before them. No files of a
//! package import each other in a circle. A module may use items of its own parent module, as Rust's privacy allows.

#![allow(clippy::unwrap_used, reason = "a failed expectation is a test's report")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{ItemMod, ItemUse, UseTree};

/// Packages, and their modules from the ground up. Modules in one text do not import each other.
const PACKAGES: [(&str, &[&str]); 5] = [
    (
        "codegen/document",
        &[
            "pointer",
            "source media quiet threads digest suggest",
            "finding grammar",
            "load",
            "view edit",
            "render",
        ],
    ),
    (
        "codegen/diff",
        &["change", "wire surface", "accepted", "verdict", "report", "show"],
    ),
    (
        "codegen",
        &[
            "names progress",
            "model",
            "lint",
            "schemas",
            "docs extensions",
            "recover",
            "types",
            "write",
            "output",
            "parts",
            "pipeline",
            "pair",
            "fix",
        ],
    ),
    ("generated-client", &["support", "generated", "facade", "ensure"]),
    // Its commands have no order among each other.
    ("xtask", &[]),
];

/// A module's path inside its crate; the root is empty.
type Module = Vec<String>;

/// The modules that each module imports from.
type Imports = BTreeMap<Module, BTreeSet<Module>>;

#[test]
fn modules_import_from_those_before_them() {
    for (package, order) in PACKAGES {
        let rank = |module: &Module| {
            let first = module.first()?;
            let at = order
                .iter()
                .position(|names| names.split(' ').any(|name| name == first));
            assert!(
                order.is_empty() || at.is_some(),
                "{package}: the module `{first}` has no place in the order"
            );
            at
        };
        for (module, imported) in imports(package) {
            for from in imported.iter().filter(|from| from.first() != module.first()) {
                if let (Some(own), Some(other)) = (rank(&module), rank(from)) {
                    assert!(
                        other < own,
                        "{package}: `{}` imports from `{}`",
                        module.join("::"),
                        from.join("::")
                    );
                }
            }
        }
    }
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    for (package, _) in PACKAGES {
        let mut left = imports(package);
        for (module, imported) in &mut left {
            imported.retain(|from| !module.starts_with(from));
        }
        // A module that imports no remaining module is in no circle, and neither is one that no remaining module imports.
        loop {
            let used: BTreeSet<Module> = left.values().flatten().cloned().collect();
            let before = left.len();
            left.retain(|module, imported| !imported.is_empty() && used.contains(module));
            let modules: BTreeSet<Module> = left.keys().cloned().collect();
            left.values_mut()
                .for_each(|imported| imported.retain(|from| modules.contains(from)));
            if left.len() == before {
                break;
            }
        }
        let circles: Vec<_> = left.keys().map(|module| module.join("::")).collect();
        assert!(
            circles.is_empty(),
            "{package}: {circles:?} import each other in circles"
        );
    }
}

/// The modules that every module of a package imports from, without the crate's root.
fn imports(package: &str) -> Imports {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(package)
        .join("src");
    let mut files = BTreeMap::new();
    collect(&root, &mut Vec::new(), &mut files);
    assert!(files.len() > 3, "{package} has hardly any files");
    let modules: BTreeSet<Module> = files.keys().cloned().collect();
    let read = |(module, file): (Module, PathBuf)| {
        let text = fs::read_to_string(file).unwrap();
        let mut reader = Reader {
            module,
            modules: &modules,
            found: BTreeSet::new(),
        };
        reader.visit_file(&syn::parse_file(&text).unwrap());
        (reader.module, reader.found)
    };
    files
        .into_iter()
        .map(read)
        .filter(|(module, _)| !module.is_empty())
        .collect()
}

/// The files below `folder`, by module.
fn collect(folder: &Path, path: &mut Module, files: &mut BTreeMap<Module, PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().path();
        let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
        path.push(stem);
        if file.is_dir() {
            collect(&file, path, files);
        } else if file.extension().is_some_and(|extension| extension == "rs") {
            let is_root = matches!(path.last().map(String::as_str), Some("mod" | "lib" | "main"));
            let module = path[..path.len() - usize::from(is_root)].to_vec();
            files.insert(module, file);
        }
        path.pop();
    }
}

/// Collects the modules of the same crate that a file names.
struct Reader<'m> {
    module: Module,
    modules: &'m BTreeSet<Module>,
    found: BTreeSet<Module>,
}

impl Reader<'_> {
    /// Records the module that a path leads to, if it is a module of this crate.
    fn note(&mut self, path: &[String]) {
        let ups = path
            .iter()
            .take_while(|name| matches!(name.as_str(), "self" | "super"))
            .count();
        let supers = path[..ups].iter().filter(|name| *name == "super").count();
        let (mut full, rest) = match path.first().map(String::as_str) {
            Some("crate") => (Vec::new(), &path[1..]),
            _ => (
                self.module[..self.module.len().saturating_sub(supers)].to_vec(),
                &path[ups..],
            ),
        };
        full.extend(rest.iter().cloned());
        let own = self.module.clone();
        let lead = (1..=full.len()).rev().map(|length| full[..length].to_vec());
        if let Some(module) = lead
            .into_iter()
            .find(|module| self.modules.contains(module))
            .filter(|module| *module != own)
        {
            self.found.insert(module);
        }
    }

    fn note_tree(&mut self, tree: &UseTree, path: &mut Vec<String>) {
        match tree {
            UseTree::Path(step) => {
                path.push(step.ident.to_string());
                self.note_tree(&step.tree, path);
                path.pop();
            }
            UseTree::Name(name) => self.note(&[path.as_slice(), &[name.ident.to_string()]].concat()),
            UseTree::Rename(name) => self.note(&[path.as_slice(), &[name.ident.to_string()]].concat()),
            UseTree::Glob(_) => self.note(path),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.note_tree(tree, path)),
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.note_tree(&item.tree, &mut Vec::new());
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            self.note(&names);
        }
        visit::visit_path(self, path);
    }

    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        // Unit tests may use the module that they test.
        if module.ident != "tests" {
            visit::visit_item_mod(self, module);
        }
    }
}
