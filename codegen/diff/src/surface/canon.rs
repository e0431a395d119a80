//! Writes types and bounds in one canonical form, so that different spellings of the same code are equal. Paths are written
//! as users write them. For comparing, generics are also named by their position, and `Self` becomes its type.

use std::collections::HashMap;

use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{GenericParam, Generics, Ident, Path, PathArguments, PathSegment, Type, TypePath};

use super::names::{Names, Target};
use super::render;

/// The context of a signature, which decides what its names mean.
#[derive(Clone)]
pub(super) struct Scope<'n> {
    pub(super) names: &'n Names<'n>,
    pub(super) module: usize,
    /// The generic parameters in scope, with their names by position.
    generics: HashMap<String, String>,
    /// The type of `Self`, in the form for comparing.
    itself: Option<Type>,
}

/// The purpose of a canonical form.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    /// For people: generics keep their names.
    People,
    /// For comparing.
    Comparison,
}

impl<'n> Scope<'n> {
    pub(super) fn new(names: &'n Names<'n>, module: usize) -> Self {
        Self {
            names,
            module,
            generics: HashMap::new(),
            itself: None,
        }
    }

    /// The context inside an item with these generics.
    pub(super) fn within(&self, generics: &Generics) -> Self {
        let mut place = self.clone();
        for parameter in &generics.params {
            let (name, stem) = match parameter {
                GenericParam::Lifetime(lifetime) => (&lifetime.lifetime.ident, 'a'),
                GenericParam::Type(parameter) => (&parameter.ident, 'T'),
                GenericParam::Const(parameter) => (&parameter.ident, 'N'),
            };
            let position = match place.generics.values().filter(|known| known.starts_with(stem)).count() {
                0 => stem.to_string(),
                count => format!("{stem}{count}"),
            };
            place.generics.insert(name.to_string(), position);
        }
        place
    }

    /// The context inside an implementation for this type.
    pub(super) fn of_self(&self, itself: &Type) -> Self {
        let mut place = self.clone();
        let mut itself = itself.clone();
        self.rewrite(For::Comparison).visit_type_mut(&mut itself);
        place.itself = Some(itself);
        place
    }

    /// Code in canonical form, on one line.
    pub(super) fn line<T: Clone + quote::ToTokens>(
        &self,
        purpose: For,
        code: &T,
        visit: fn(&mut Rewrite<'_>, &mut T),
    ) -> String {
        let mut code = code.clone();
        visit(&mut self.rewrite(purpose), &mut code);
        render::line(&code)
    }

    /// A type for comparing.
    pub(super) fn shape(&self, of: &Type) -> String {
        self.line(For::Comparison, of, |rewrite, of| rewrite.visit_type_mut(of))
    }

    /// A type for people.
    pub(super) fn shown(&self, of: &Type) -> String {
        self.line(For::People, of, |rewrite, of| rewrite.visit_type_mut(of))
    }

    /// A path for people.
    pub(super) fn shown_path(&self, path: &Path) -> String {
        self.line(For::People, path, |rewrite, path| rewrite.visit_path_mut(path))
    }

    /// A path for comparing.
    pub(super) fn path_shape(&self, path: &Path) -> String {
        self.line(For::Comparison, path, |rewrite, path| rewrite.visit_path_mut(path))
    }

    /// What a path names.
    pub(super) fn resolve(&self, path: &Path) -> Option<Target> {
        let segments: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if segments
            .first()
            .is_some_and(|first| self.generics.contains_key(first) || first == "Self")
        {
            return None;
        }
        self.names
            .resolve(self.module, &segments, path.leading_colon.is_some())
            .map(|(target, _)| target)
    }

    fn rewrite(&self, purpose: For) -> Rewrite<'_> {
        Rewrite { place: self, purpose }
    }
}

/// Rewrites code into the canonical form.
pub(super) struct Rewrite<'p> {
    place: &'p Scope<'p>,
    purpose: For,
}

impl Rewrite<'_> {
    /// The path with its public name and the same arguments.
    fn named(&self, path: &Path) -> Option<Path> {
        let segments: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let first = segments.first()?;
        if path.leading_colon.is_none() && (first == "Self" || self.place.generics.contains_key(first)) {
            return None;
        }
        let (target, used) = self
            .place
            .names
            .resolve(self.place.module, &segments, path.leading_colon.is_some())?;
        let mut named: Punctuated<PathSegment, syn::Token![::]> = Punctuated::new();
        for name in self.place.names.shown(&target) {
            named.push(PathSegment {
                ident: ident(&name),
                arguments: PathArguments::None,
            });
        }
        let mut written = path.segments.iter().skip(used.saturating_sub(1));
        if let (Some(last), Some(with_arguments)) = (named.last_mut(), written.next()) {
            last.arguments = with_arguments.arguments.clone();
        }
        named.extend(written.cloned());
        Some(Path {
            leading_colon: None,
            segments: named,
        })
    }

    fn generic(&self, name: &Ident) -> Option<Ident> {
        let position = self.place.generics.get(&name.to_string())?;
        (self.purpose == For::Comparison).then(|| Ident::new(position, name.span()))
    }
}

impl VisitMut for Rewrite<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        if let Some(named) = self.named(path) {
            *path = named;
        } else if let Some(first) = path.segments.first_mut()
            && let Some(generic) = self.generic(&first.ident)
        {
            first.ident = generic;
        }
        visit_mut::visit_path_mut(self, path);
    }

    fn visit_type_path_mut(&mut self, of: &mut TypePath) {
        let Some(qself) = &mut of.qself else {
            return self.visit_path_mut(&mut of.path);
        };
        self.visit_type_mut(&mut qself.ty);
        // `<T as a::B>::C`: the first segments name the trait, the rest is associated with it.
        let mut of_trait = Path {
            leading_colon: of.path.leading_colon,
            segments: of.path.segments.iter().take(qself.position).cloned().collect(),
        };
        let rest: Vec<_> = of.path.segments.iter().skip(qself.position).cloned().collect();
        self.visit_path_mut(&mut of_trait);
        qself.position = of_trait.segments.len();
        of_trait.segments.extend(rest);
        of.path = of_trait;
    }

    fn visit_type_mut(&mut self, of: &mut Type) {
        if let (For::Comparison, Type::Path(path), Some(itself)) = (self.purpose, &*of, &self.place.itself)
            && path.qself.is_none()
            && path.path.is_ident("Self")
        {
            *of = itself.clone();
            return;
        }
        // Lifetimes such as that of `&'static T` in a constant stay. Parentheses around a type mean nothing.
        if let Type::Paren(inner) = of {
            *of = (*inner.elem).clone();
        }
        visit_mut::visit_type_mut(self, of);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut syn::Lifetime) {
        if let Some(generic) = self.generic(&lifetime.ident) {
            lifetime.ident = generic;
        }
    }
}

/// An identifier; a raw one if the name is a keyword.
fn ident(name: &str) -> Ident {
    let bare = name.strip_prefix("r#").unwrap_or(name);
    let usable = syn::parse_str::<Ident>(bare).is_ok() || ["crate", "self", "super", "Self"].contains(&bare);
    let span = proc_macro2::Span::call_site();
    if usable {
        Ident::new(bare, span)
    } else {
        Ident::new_raw(bare, span)
    }
}
