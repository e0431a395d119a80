//! The version bumps that changes of Rust code need, rule by rule: two small sources each, and the report on them.
//!
//! Every case says which bump Cargo's SemVer chapter asks for; the snapshots show the reports as people read them. The
//! tables are not formatted by rustfmt, so that each rule is one line.
#![allow(clippy::unwrap_used, reason = "a failed expectation is a test's report")]

use std::collections::BTreeMap;

use codegen::{Unobserved, generate};
use openapi_diff::change::{Bump, Direction, RustChange, Severity, WireChange};
use openapi_diff::surface::{Surface, compare, link};
use openapi_document::Source;
use openapi_document::load::load;
use serde_json::{Value, json};

fn surface(code: &str) -> Surface {
    Surface::of_crate(&BTreeMap::from([("lib.rs".to_owned(), code.to_owned())]), None).unwrap()
}

fn report(base: &str, head: &str) -> Vec<RustChange> {
    compare(&surface(base), &surface(head))
}

fn shown(changes: &[RustChange]) -> String {
    let mut text = String::new();
    for RustChange {
        item,
        change,
        bump,
        reason,
        base,
        head,
        caused_by,
    } in changes
    {
        text += &format!("{bump:?}: {change:?} {item}. {reason}\n");
        text += &base.iter().map(|base| format!("  - {base}\n")).collect::<String>();
        text += &head.iter().map(|head| format!("  + {head}\n")).collect::<String>();
        text += &caused_by
            .iter()
            .map(|cause| format!("  < {cause}\n"))
            .collect::<String>();
    }
    text
}

/// A rule: the change, the code before and after, and the required bump.
type Rule = (&'static str, &'static str, &'static str, Bump);

fn hold(name: &str, rules: &[Rule]) {
    let mut text = String::new();
    for (rule, base, head, bump) in rules {
        let changes = report(base, head);
        let largest = changes.iter().map(|change| change.bump).max().unwrap_or_default();
        assert_eq!(largest, *bump, "{rule}: {base} → {head}\n{}", shown(&changes));
        text += &format!("── {rule}\n{}", shown(&changes));
        // Code does not differ from itself.
        assert_eq!(report(base, base), [], "{base}");
        assert_eq!(report(head, head), [], "{head}");
    }
    insta::assert_snapshot!(name, text);
}

#[rustfmt::skip]
#[test]
fn items() {
    hold(
        "items",
        &[
            ("a new item", "", "pub fn f() {}", Bump::Minor),
            ("a removed item", "pub fn f() {}", "", Bump::Major),
            ("a renamed item", "pub struct A;", "pub struct B;", Bump::Major),
            ("an item that is not public any more", "pub struct A;", "struct A;", Bump::Major),
            ("another kind of item", "pub struct A {}", "pub enum A {}", Bump::Major),
            ("a private item", "fn f() {}", "fn g(a: u8) {}", Bump::None),
            ("documentation only", "/// Old.\npub fn f() {}", "/// New.\npub fn f() { }", Bump::None),
            ("deprecation", "pub fn f() {}", "#[deprecated] pub fn f() {}", Bump::Minor),
            ("deprecation taken back", "#[deprecated] pub fn f() {}", "pub fn f() {}", Bump::Patch),
            ("a result that must be used", "pub fn f() -> u8 { 0 }", "#[must_use] pub fn f() -> u8 { 0 }", Bump::Minor),
            ("a result that need not be used", "#[must_use] pub fn f() -> u8 { 0 }", "pub fn f() -> u8 { 0 }", Bump::Patch),
            ("a new condition", "pub fn f() {}", "#[cfg(feature = \"x\")] pub fn f() {}", Bump::Major),
            ("a condition less", "#[cfg(unix)] pub fn f() {}", "pub fn f() {}", Bump::Minor),
            ("a constant's type", "pub const A: u8 = 1;", "pub const A: u16 = 1;", Bump::Major),
            ("a constant's value", "pub const A: u8 = 1;", "pub const A: u8 = 2;", Bump::Patch),
            ("a static's type", "pub static A: u8 = 1;", "pub static A: u16 = 1;", Bump::Major),
            ("an alias of another type", "pub type A = u8;", "pub type A = u16;", Bump::Major),
            ("a macro", "#[macro_export] macro_rules! m { () => {} }", "", Bump::Major),
            ("a macro of the crate's own", "macro_rules! m { () => {} }", "", Bump::None),
        ],
    );
}

#[rustfmt::skip]
#[test]
fn paths() {
    hold(
        "paths",
        &[
            ("an item behind a re-export", "mod a { pub struct X; } pub use a::X;", "mod b { pub struct X; } pub use b::X;", Bump::None),
            ("a glob in place of names", "mod a { pub struct X; pub struct Y; } pub use a::{X, Y};", "mod a { pub struct X; pub struct Y; } pub use a::*;", Bump::None),
            ("a renamed re-export", "mod a { pub struct X; } pub use a::X as Y;", "mod a { pub struct Y; } pub use a::Y;", Bump::None),
            ("a re-export less", "mod a { pub struct X; } pub use a::X;", "mod a { pub struct X; }", Bump::Major),
            ("a shorter path next to the old one", "pub mod a { pub struct X { pub n: u8 } pub fn f() -> X { X { n: 0 } } }", "pub mod a { pub struct X { pub n: u8 } pub fn f() -> X { X { n: 0 } } } pub use a::X;", Bump::Minor),
            ("a longer path next to the old one", "mod a { pub struct X; } pub use a::X; pub fn f() -> X { X }", "pub mod a { pub struct X; } pub use a::X; pub fn f() -> X { X }", Bump::Minor),
            ("the shorter of two paths less", "pub mod a { pub struct X; } pub use a::X; pub fn f() -> X { X }", "pub mod a { pub struct X; } pub fn f() -> a::X { a::X }", Bump::Major),
            ("a re-export behind a feature", "mod a { pub struct X; } pub use a::X;", "mod a { pub struct X; } #[cfg(feature = \"x\")] pub use a::X;", Bump::Major),
        ("a module less", "pub mod a { pub struct X; pub fn f() {} }", "", Bump::Major),
            ("the same type in other words", "use std::string::String as Text; pub fn f(a: Text) -> ::std::option::Option<Self_> { None } pub struct Self_;", "pub fn f(b: String) -> Option<crate::Self_> { None } pub struct Self_;", Bump::None),
            ("a foreign re-export", "", "pub use std::time::Duration;", Bump::Minor),
            ("another foreign re-export", "pub use std::time::Duration as D;", "pub use std::time::Instant as D;", Bump::Major),
        ],
    );
}

#[rustfmt::skip]
#[test]
fn structs() {
    hold(
        "structs",
        &[
            ("a field of an open struct", "#[non_exhaustive] pub struct A { pub a: u8 }", "#[non_exhaustive] pub struct A { pub a: u8, pub b: u8 }", Bump::Minor),
            ("a field of a complete struct", "pub struct A { pub a: u8 }", "pub struct A { pub a: u8, pub b: u8 }", Bump::Major),
            ("a public field next to a private one", "pub struct A { a: u8 }", "pub struct A { a: u8, pub b: u8 }", Bump::Minor),
            ("a first private field", "pub struct A { pub a: u8 }", "pub struct A { pub a: u8, b: u8 }", Bump::Major),
            ("another private field", "pub struct A { pub a: u8, b: u8 }", "pub struct A { pub a: u8, b: u16, c: u8 }", Bump::None),
            ("a field less", "#[non_exhaustive] pub struct A { pub a: u8, pub b: u8 }", "#[non_exhaustive] pub struct A { pub a: u8 }", Bump::Major),
            ("a field of another type", "pub struct A { pub a: u8 }", "pub struct A { pub a: Option<u8> }", Bump::Major),
            ("a field that is not public any more", "pub struct A { pub a: u8, b: u8 }", "pub struct A { a: u8, b: u8 }", Bump::Major),
            ("an opened struct", "pub struct A { pub a: u8 }", "#[non_exhaustive] pub struct A { pub a: u8 }", Bump::Major),
            ("a closed struct", "#[non_exhaustive] pub struct A { pub a: u8 }", "pub struct A { pub a: u8 }", Bump::Minor),
            ("private fields in another form", "pub struct A(u8);", "pub struct A { a: u8 }", Bump::Minor),
            ("public fields in another form", "pub struct A(pub u8);", "pub struct A { pub a: u8 }", Bump::Major),
            ("a unit struct with a field", "pub struct A;", "pub struct A { a: u8 }", Bump::Major),
            ("a union's field", "pub union A { pub a: u8 }", "pub union A { pub a: u16 }", Bump::Major),
            ("a type parameter with a default", "pub struct A<T>(T);", "pub struct A<T, U = u8>(T, U);", Bump::Minor),
            ("a type parameter without one", "pub struct A<T>(T);", "pub struct A<T, U>(T, U);", Bump::Major),
            ("a renamed type parameter", "pub struct A<T> { pub a: T }", "pub struct A<U> { pub a: U }", Bump::None),
            ("a tighter bound", "pub struct A<T>(T);", "pub struct A<T: Copy>(T);", Bump::Major),
            ("a looser bound", "pub struct A<T: Copy>(T);", "pub struct A<T>(T);", Bump::Minor),
            ("an unsized type let in", "pub struct A<T>(Box<T>);", "pub struct A<T: ?Sized>(Box<T>);", Bump::Minor),
            ("an unsized type shut out", "pub struct A<T: ?Sized>(Box<T>);", "pub struct A<T>(Box<T>);", Bump::Major),
        ],
    );
}

#[rustfmt::skip]
#[test]
fn enums() {
    hold(
        "enums",
        &[
            ("a variant of an open enum", "#[non_exhaustive] pub enum A { B }", "#[non_exhaustive] pub enum A { B, C }", Bump::Minor),
            ("a variant of a complete enum", "pub enum A { B }", "pub enum A { B, C }", Bump::Major),
            ("a variant less", "#[non_exhaustive] pub enum A { B, C }", "#[non_exhaustive] pub enum A { B }", Bump::Major),
            ("another payload", "#[non_exhaustive] pub enum A { B(u8) }", "#[non_exhaustive] pub enum A { B(u16) }", Bump::Major),
            ("a payload where there was none", "pub enum A { B }", "pub enum A { B(u8) }", Bump::Major),
            ("a field of a variant", "pub enum A { B { a: u8 } }", "pub enum A { B { a: u8, b: u8 } }", Bump::Major),
            ("a field of an open variant", "pub enum A { #[non_exhaustive] B { a: u8 } }", "pub enum A { #[non_exhaustive] B { a: u8, b: u8 } }", Bump::Minor),
            ("an opened enum", "pub enum A { B }", "#[non_exhaustive] pub enum A { B }", Bump::Major),
            ("a closed enum", "#[non_exhaustive] pub enum A { B }", "pub enum A { B }", Bump::Minor),
            ("another discriminant", "pub enum A { B = 1 }", "pub enum A { B = 2 }", Bump::Major),
        ],
    );
}

#[rustfmt::skip]
#[test]
fn functions() {
    hold(
        "functions",
        &[
            ("another argument", "pub fn f(a: u8) {}", "pub fn f(a: u8, b: u8) {}", Bump::Major),
            ("an argument less", "pub fn f(a: u8) {}", "pub fn f() {}", Bump::Major),
            ("an argument of another type", "pub fn f(a: u8) {}", "pub fn f(a: u16) {}", Bump::Major),
            ("an argument of another name", "pub fn f(a: u8) {}", "pub fn f(mut b: u8) {}", Bump::None),
            ("a result of another type", "pub fn f() -> u8 { 0 }", "pub fn f() -> u16 { 0 }", Bump::Major),
            ("an argument of any type that becomes the old one", "pub fn f(a: String) {}", "pub fn f(a: impl Into<String>) {}", Bump::Minor),
            ("the same with a name", "pub fn f(a: String) {}", "pub fn f<T: Into<String>>(a: T) {}", Bump::Minor),
            ("an argument of any type that becomes another", "pub fn f(a: String) {}", "pub fn f(a: impl Into<Vec<u8>>) {}", Bump::Major),
            ("another target of a conversion", "pub fn f(a: impl Into<String>) {}", "pub fn f(a: impl Into<Vec<u8>>) {}", Bump::Major),
            ("another target of a named conversion", "pub fn f<V>(a: V) where V: TryInto<u8> {}", "pub fn f<V>(a: V) where V: TryInto<u16> {}", Bump::Major),
            ("a second type parameter", "pub fn f<T>(a: T) {}", "pub fn f<T, U>(a: T) where U: Copy {}", Bump::Major),
            ("a tighter bound", "pub fn f<T>(a: T) {}", "pub fn f<T: Copy>(a: T) {}", Bump::Major),
            ("a looser bound", "pub fn f<T: Copy>(a: T) {}", "pub fn f<T>(a: T) {}", Bump::Minor),
            ("a bound elsewhere", "pub fn f<T: Copy>(a: T) {}", "pub fn f<U>(a: U) where U: std::marker::Copy {}", Bump::None),
            ("async", "pub fn f() {}", "pub async fn f() {}", Bump::Major),
            ("const", "pub fn f() {}", "pub const fn f() {}", Bump::Minor),
            ("no const any more", "pub const fn f() {}", "pub fn f() {}", Bump::Major),
            ("unsafe", "pub fn f() {}", "pub unsafe fn f() {}", Bump::Major),
            ("no unsafe any more", "pub unsafe fn f() {}", "pub fn f() {}", Bump::Minor),
            ("another ABI", "pub extern \"C\" fn f() {}", "pub fn f() {}", Bump::Major),
            ("a method", "pub struct A; impl A { pub fn f(&self) {} }", "pub struct A; impl A { pub fn f(&mut self) {} }", Bump::Major),
            ("a new method", "pub struct A; impl A {}", "pub struct A; impl A { pub fn f(&self) {} }", Bump::Minor),
            ("a private method", "pub struct A; impl A { fn f(&self) {} }", "pub struct A;", Bump::None),
            ("a method of another block", "pub struct A; impl A { pub fn f(&self) -> A { A } }", "mod b { use super::A; impl A { pub fn f(&self) -> Self { A } } } pub struct A;", Bump::None),
            ("an associated constant", "pub struct A; impl A { pub const B: u8 = 0; }", "pub struct A; impl A { pub const B: i8 = 0; }", Bump::Major),
        ],
    );
}

#[rustfmt::skip]
#[test]
fn implementations() {
    hold(
        "implementations",
        &[
            ("a derive", "pub struct A;", "#[derive(Clone)] pub struct A;", Bump::Minor),
            ("a derive less", "#[derive(Clone, Copy)] pub struct A;", "#[derive(Clone)] pub struct A;", Bump::Major),
            ("a derive written out", "#[derive(Debug)] pub struct A;", "pub struct A; use std::fmt; impl fmt::Debug for A { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { Ok(()) } }", Bump::None),
            ("a derive behind a feature", "#[derive(Clone)] pub struct A;", "#[cfg_attr(feature = \"x\", derive(Clone))] pub struct A;", Bump::Major),
            ("a derive behind another feature", "#[cfg_attr(feature = \"x\", derive(Clone))] pub struct A;", "#[cfg_attr(feature = \"y\", derive(Clone))] pub struct A;", Bump::Major),
            ("a conversion less", "pub struct A; impl From<u8> for A { fn from(_: u8) -> A { A } }", "pub struct A;", Bump::Major),
            ("an associated type", "pub struct A; impl Iterator for A { type Item = u8; fn next(&mut self) -> Option<u8> { None } }", "pub struct A; impl Iterator for A { type Item = u16; fn next(&mut self) -> Option<u16> { None } }", Bump::Major),
            ("a tighter bound", "pub struct A<T>(T); impl<T> Clone for A<T> { }", "#[derive(Clone)] pub struct A<T>(T);", Bump::Major),
            ("a trait that nobody can name", "pub struct A; trait T {} impl T for A {}", "pub struct A;", Bump::None),
            ("a lost auto trait", "pub struct A { a: u8 }", "pub struct A { a: std::rc::Rc<u8> }", Bump::Major),
            ("one lost further in", "pub struct A { b: B } struct B { c: Vec<u8> }", "pub struct A { b: B } struct B { c: Vec<std::cell::Cell<u8>> }", Bump::Major),
            ("one won", "pub struct A { a: Box<dyn Fn()> }", "pub struct A { a: Box<dyn Fn() + Send + Sync> }", Bump::Minor),
        ],
    );
}

#[rustfmt::skip]
#[test]
fn traits() {
    hold(
        "traits",
        &[
            ("an item without a default", "pub trait T {}", "pub trait T { fn f(&self); }", Bump::Major),
            ("an item with a default", "pub trait T {}", "pub trait T { fn f(&self) {} }", Bump::Minor),
            ("an item of a sealed trait", "mod s { pub trait S {} } pub trait T: s::S {}", "mod s { pub trait S {} } pub trait T: s::S { fn f(&self); }", Bump::Minor),
            ("an item less", "pub trait T { fn f(&self) {} }", "pub trait T {}", Bump::Major),
            ("an item's signature", "pub trait T { fn f(&self) {} }", "pub trait T { fn f(&self, a: u8) {} }", Bump::Major),
            ("a default less", "pub trait T { fn f(&self) {} }", "pub trait T { fn f(&self); }", Bump::Major),
            ("a default more", "pub trait T { fn f(&self); }", "pub trait T { fn f(&self) {} }", Bump::Minor),
            ("an associated type's bound", "pub trait T { type A; }", "pub trait T { type A: Copy; }", Bump::Major),
            ("a supertrait", "pub trait T {}", "pub trait T: Copy {}", Bump::Major),
            ("a supertrait less", "pub trait T: Send {}", "pub trait T {}", Bump::Major),
            ("no dyn any more", "pub trait T { fn f(&self); }", "pub trait T { fn f(&self); fn g<A>(&self, a: A) {} }", Bump::Major),
            ("unsafe", "pub trait T {}", "pub unsafe trait T {}", Bump::Major),
            ("a type parameter", "pub trait T {}", "pub trait T<A> {}", Bump::Major),
        ],
    );
}

#[rustfmt::skip]
#[test]
fn features() {
    let surface = |manifest: &str| {
        let sources = BTreeMap::from([("lib.rs".to_owned(), String::new())]);
        Surface::of_crate(&sources, Some(manifest)).unwrap()
    };
    let manifests = [
        ("a feature less", "[features]\na = []", "[features]", Bump::Major),
        ("a new feature", "[features]", "[features]\na = []", Bump::Minor),
        (
            "a feature that turns on less",
            "[features]\na = []\nb = [\"a\"]",
            "[features]\na = []\nb = []",
            Bump::Major,
        ),
        (
            "a feature that turns on more",
            "[features]\na = []\nb = []",
            "[features]\na = []\nb = [\"a\"]",
            Bump::Minor,
        ),
        (
            "a default less",
            "[features]\ndefault = [\"a\"]\na = []",
            "[features]\ndefault = []\na = []",
            Bump::Major,
        ),
        (
            "an optional dependency less",
            "[dependencies]\nx = { version = \"1\", optional = true }",
            "[dependencies]",
            Bump::Major,
        ),
        (
            "one behind a feature",
            "[features]\na = [\"dep:x\"]\n[dependencies]\nx = { version = \"1\", optional = true }",
            "[features]\na = []",
            Bump::None,
        ),
        (
            "a newer Rust",
            "[package]\nrust-version = \"1.80\"",
            "[package]\nrust-version = \"1.88\"",
            Bump::Minor,
        ),
    ];
    let mut text = String::new();
    for (rule, base, head, bump) in manifests {
        let changes = compare(&surface(base), &surface(head));
        assert_eq!(
            changes.iter().map(|change| change.bump).max().unwrap_or_default(),
            bump,
            "{rule}: {}",
            shown(&changes)
        );
        text += &format!("── {rule}\n{}", shown(&changes));
    }
    insta::assert_snapshot!(text);
}

#[test]
fn what_belongs_to_a_vanished_item_is_not_listed_beside_it() {
    let base = "pub mod a { #[derive(Clone)] pub struct X { pub b: u8 } impl X { pub fn f(&self) {} } impl From<X> for u8 { fn from(_: X) -> u8 { 0 } } }";
    assert_eq!(
        report(base, "")
            .iter()
            .map(|change| change.item.as_str())
            .collect::<Vec<_>>(),
        ["a"]
    );
    assert_eq!(
        report("", base)
            .iter()
            .map(|change| change.item.as_str())
            .collect::<Vec<_>>(),
        ["a"]
    );
}

#[test]
fn a_crate_of_several_files_is_followed() {
    let files = [
        (
            "lib.rs",
            "mod a; pub use a::deep::X; #[cfg(test)] mod tests; #[path = \"odd/place.rs\"] pub mod b;",
        ),
        ("a/mod.rs", "pub mod deep;"),
        ("a/deep.rs", "pub struct X; impl super::super::b::T for X {}"),
        ("odd/place.rs", "pub trait T {}"),
    ];
    let sources = files
        .into_iter()
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect();
    insta::assert_snapshot!(Surface::of_crate(&sources, None).unwrap().listing());
}

#[test]
fn what_cannot_be_read_is_said() {
    let error = |files: &[(&str, &str)]| {
        let sources = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect();
        Surface::of_crate(&sources, Some("[features"))
            .or(Surface::of_crate(&sources, None))
            .unwrap_err()
            .to_string()
    };
    let errors = [
        error(&[]),
        error(&[("lib.rs", "mod a;")]),
        error(&[("lib.rs", "pub fn (")]),
    ];
    insta::assert_snapshot!(errors.join("\n"));
    let manifest = Surface::of_crate(
        &BTreeMap::from([("lib.rs".to_owned(), String::new())]),
        Some("[features"),
    )
    .unwrap_err();
    assert!(
        manifest.to_string().starts_with("Cargo.toml: not a valid manifest: "),
        "{manifest}"
    );
}

/// Circular imports do not cause an endless loop.
#[test]
fn circles_end() {
    let circle = "pub mod a { pub use super::b::*; pub use super::a as again; } pub mod b { pub use super::a::*; pub use self::X as X; }";
    assert_eq!(report(circle, circle), []);
}

fn client(document: &str) -> Surface {
    let generated = generate(Source::new("document.yaml", document), &mut Unobserved);
    Surface::of_generated(&generated.code.unwrap()).unwrap()
}

fn wire(fingerprint: &str, pointer: &str) -> WireChange {
    WireChange {
        id: "example".to_owned(),
        severity: Severity::Breaking,
        direction: Direction::Both,
        operations: Vec::new(),
        pointer: pointer.to_owned(),
        message: String::new(),
        base: None,
        head: None,
        fingerprint: fingerprint.to_owned(),
        accepted: None,
    }
}

#[test]
fn changes_are_linked_to_their_causes() {
    let base = include_str!("../../fixtures/documents/bookshop.yaml");
    let head = base
        .replace("operationId: getBook", "operationId: findBook")
        .replace("enum: [novel, poetry, history]", "enum: [novel, poetry]")
        .replace("enum: [new, used, UNKNOWN, like-new]", "enum: [new, used, UNKNOWN]")
        .replace(
            "        isbn:\n          type: string",
            "        isbn:\n          type: integer",
        )
        .replace(
            "name: max-price\n          in: query\n          schema:\n            type: number",
            "name: max-price\n          in: query\n          schema:\n            type: integer",
        )
        .replace("required: [reason]", "required: []");
    let (base, head) = (client(base), client(&head));
    let mut changes = compare(&base, &head);
    let wire = [
        wire("renamed operation", "/paths/~1books~1{isbn}/get/operationId"),
        wire("genre", "/components/schemas/Genre/enum"),
        wire("condition", "/components/schemas/Book/properties/condition/enum/3"),
        wire("isbn", "/components/schemas/Book/properties/isbn"),
        wire("price", "/paths/~1books/get/parameters/1/schema/type"),
        wire("reason not required", "/components/schemas/PaymentFailure/required"),
        wire("elsewhere", "/components/schemas/BookSeries/properties/isbn"),
    ];
    link(&mut changes, &wire, &base, &head);
    // An item for the whole document has no single cause.
    changes.retain(|change| !change.item.starts_with("DOCUMENT_"));
    let foreign = |cause: &String| cause == "elsewhere";
    let odd: Vec<_> = changes
        .iter()
        .filter(|change| change.caused_by.is_empty() || change.caused_by.iter().any(foreign))
        .collect();
    assert!(odd.is_empty(), "{odd:#?}");
    insta::assert_snapshot!(shown(&changes));
}

#[test]
fn an_inherited_property_is_linked_to_the_schema_that_has_it() {
    let base = r##"
openapi: 3.0.3
info: { title: Depots, version: "1" }
paths:
  /depot:
    get:
      operationId: getDepot
      responses:
        "200":
          description: The depot.
          content: { application/json: { schema: { $ref: "#/components/schemas/Depot" } } }
        default:
          description: A failure.
          content: { application/json: { schema: { $ref: "#/components/schemas/Failure" } } }
components:
  schemas:
    Place: { type: object, required: [name], properties: { name: { type: string } } }
    Depot:
      allOf:
        - $ref: "#/components/schemas/Place"
        - { type: object, properties: { trams: { type: integer } } }
    Failure: { type: object, properties: { text: { type: string } } }
"##;
    let head = base
        .replace("name: { type: string }", "name: { type: integer }")
        .replace("text: { type: string }", "text: { type: boolean }");
    let (base, head) = (client(base), client(&head));
    let mut changes = compare(&base, &head);
    let wire = [
        wire("name", "/components/schemas/Place/properties/name/type"),
        wire("text", "/components/schemas/Failure/properties/text/type"),
    ];
    link(&mut changes, &wire, &base, &head);
    let of_depot: Vec<_> = changes
        .iter()
        .filter(|change| change.item.ends_with("Depot::name"))
        .map(|change| &change.caused_by)
        .collect();
    assert_eq!(of_depot, [&vec!["name".to_owned()]]);
}

#[test]
fn words_cause_nothing_where_something_else_has_changed() {
    let document = include_str!("../../fixtures/documents/siblings.yaml");
    let renamed = document.replace("operationId: switchOff", "operationId: turnOff");
    let (base, head) = (client(document), client(&renamed));
    let place = "/paths/~1house~1{houseName}~1v1~1switchOff/post";
    let mut words = wire("words", &format!("{place}/description"));
    words.severity = Severity::Docs;
    let mut changes = compare(&base, &head);
    link(
        &mut changes,
        &[words, wire("renamed", &format!("{place}/operationId"))],
        &base,
        &head,
    );
    let renamed = |name: &str| {
        changes
            .iter()
            .find(|change| change.item == name)
            .map(|change| &change.caused_by)
    };
    assert_eq!(renamed("Client::switch_off"), Some(&vec!["renamed".to_owned()]));
    assert_eq!(renamed("builder::TurnOff"), Some(&vec!["renamed".to_owned()]));
}

#[test]
fn a_renamed_operation_is_major_though_the_wire_is_untouched() {
    let document = include_str!("../../fixtures/documents/siblings.yaml");
    let changes = compare(
        &client(document),
        &client(&document.replace("operationId: switchOff", "operationId: turnOff")),
    );
    insta::assert_snapshot!(shown(&changes));
}

/// The changes in Rust between two documents that no change on the wire has caused.
fn without_cause(base: &Value, head: &Value) -> Vec<String> {
    let loaded = |document: &Value| load(Source::new("openapi.json", &document.to_string())).unwrap();
    let of = |document: &Value| client(&document.to_string());
    let (before, now) = (of(base), of(head));
    let mut changes = compare(&before, &now);
    assert!(!changes.is_empty());
    link(
        &mut changes,
        &openapi_diff::wire::compare(&loaded(base), &loaded(head)),
        &before,
        &now,
    );
    let own = changes
        .into_iter()
        .filter(|change| !change.item.starts_with("DOCUMENT_"));
    own.filter(|change| change.caused_by.is_empty())
        .map(|change| change.item)
        .collect()
}

#[test]
fn credentials_servers_and_builders_have_causes() {
    let part = |name: &str| json!({"type": "object", "required": [name], "properties": {name: {"type": "string"}}});
    let base = json!({
        "openapi": "3.1.0", "info": {"title": "a", "version": "1"},
        "paths": {"/a": {"post": {"operationId": "a", "responses": {"200": {
            "description": "", "content": {"application/json": {"schema": {}}}}}}}},
        "components": {
            "schemas": {"P": part("p"), "Q": part("q")},
            "securitySchemes": {
                "K": {"type": "apiKey", "in": "header", "name": "X-K"},
                "L": {"type": "apiKey", "in": "header", "name": "X-L"},
            },
        },
    });
    let edited = |pointer: &str, key: &str, value: Value| {
        let mut head = base.clone();
        head.pointer_mut(pointer).unwrap()[key] = value;
        head
    };
    let schema = "/paths/~1a/post/responses/200/content/application~1json/schema";
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let heads = [
        edited("/paths/~1a/post", "security", json!([{"K": []}])),
        edited("", "security", json!([{"K": []}])),
        edited("", "servers", json!([{"url": "https://a.example"}])),
        // What only responses contain has no builder.
        edited(schema, "anyOf", json!([reference("P"), reference("Q")])),
        edited(schema, "properties", json!({"inner": reference("P")})),
        edited(
            schema,
            "items",
            json!({"type": "object", "properties": {"inner": reference("Q")}}),
        ),
    ];
    for head in &heads {
        assert_eq!(without_cause(&base, head), [""; 0], "{head}");
        assert_eq!(without_cause(head, &base), [""; 0], "{head}");
    }
    let both = edited("", "security", json!([{"K": [], "L": []}]));
    assert_eq!(without_cause(&both, &heads[1]), [""; 0]);
}

#[test]
fn a_type_that_only_converts_to_json_is_no_longer_taken() {
    let document = |required: bool| {
        json!({
            "openapi": "3.1.0", "info": {"title": "a", "version": "1"},
            "paths": {"/a": {"post": {
                "operationId": "a", "responses": {"204": {"description": ""}},
                "requestBody": {"required": required, "content": {"application/json": {"schema": {}}}},
            }}},
        })
    };
    let of = |required| client(&document(required).to_string());
    let changes = compare(&of(true), &of(false));
    let setter = changes.iter().find(|change| change.item == "builder::A::body").unwrap();
    assert_eq!(setter.bump, Bump::Major);
}
