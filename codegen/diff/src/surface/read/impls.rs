//! Implementations: methods of types, and traits that types implement or derive.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit_mut::{self, VisitMut};
use syn::{
    AngleBracketedGenericArguments, Attribute, GenericArgument, GenericParam, Generics, ImplItem, ItemImpl, Path,
    PathArguments, TraitItem, Type,
};

use super::super::canon::{For, Scope};
use super::super::item::{Detail, ImplShape, ItemKey, Space};
use super::super::names::Target;
use super::super::render;
use super::super::tree::{self, is_public, is_test};
use super::{Reader, attributes, shapes};

impl Reader<'_> {
    /// Adds the items of an `impl` block.
    pub(super) fn block(&mut self, module: usize, block: &ItemImpl) {
        let place = Scope::new(self.names, module)
            .within(&block.generics)
            .of_self(&block.self_ty);
        match &block.trait_ {
            None => self.inherent(&place, block),
            Some((path, _)) => self.of_trait(&place, path, block),
        }
    }

    fn inherent(&mut self, place: &Scope<'_>, block: &ItemImpl) {
        let Some(owner) = self.public_type(place, &block.self_ty) else {
            return;
        };
        for member in &block.items {
            match member {
                ImplItem::Fn(method) if is_public(&method.vis) && !is_test(&method.attrs) => {
                    let place = place.within(&method.sig.generics);
                    let signature = format!("pub {}", shapes::shown(&place, &method.sig));
                    let detail = Detail::Function(shapes::function(&place, Some(&block.generics), &method.sig));
                    let mut item = self.item(&method.attrs, "a method", signature, detail);
                    item.conditions.extend(tree::conditions(&block.attrs));
                    self.add(&format!("{owner}::{}", method.sig.ident), Space::Value, item);
                }
                ImplItem::Const(constant) if is_public(&constant.vis) => {
                    let value = render::line(&constant.expr);
                    let shown = super::shown_value(&value);
                    let signature = format!("pub const {}: {}{shown}", constant.ident, place.shown(&constant.ty));
                    let detail = Detail::Constant {
                        of: place.shape(&constant.ty),
                        value,
                    };
                    let mut item = self.item(&constant.attrs, "an associated constant", signature, detail);
                    item.conditions.extend(tree::conditions(&block.attrs));
                    self.add(&format!("{owner}::{}", constant.ident), Space::Value, item);
                }
                _ => {}
            }
        }
    }

    fn of_trait(&mut self, place: &Scope<'_>, path: &Path, block: &ItemImpl) {
        if !self.is_visible(place, path, &block.self_ty) {
            return;
        }
        let mut associated = BTreeMap::new();
        let mut shown = Vec::new();
        for member in &block.items {
            match member {
                ImplItem::Type(of) => {
                    associated.insert(of.ident.to_string(), place.shape(&of.ty));
                    shown.push(format!("type {} = {}", of.ident, place.shown(&of.ty)));
                }
                ImplItem::Const(constant) => {
                    associated.insert(constant.ident.to_string(), place.shape(&constant.ty));
                }
                _ => {}
            }
        }
        let tail = if shown.is_empty() {
            String::new()
        } else {
            format!(" {{ {} }}", shown.join("; "))
        };
        let signature = format!(
            "impl{} {} for {}{}{tail}",
            shapes::shown_generics(place, &block.generics),
            place.shown_path(path),
            place.shown(&block.self_ty),
            shapes::shown_where(place, &block.generics),
        );
        let shape = ImplShape {
            bounds: shapes::bounds(place, &block.generics),
            associated,
        };
        let mut item = self.item(&block.attrs, "a trait implementation", signature, Detail::Impl(shape));
        item.parents = self.mentioned(place, path, &block.self_ty);
        let path = header(place, path, &block.self_ty);
        self.items.insert(
            ItemKey {
                path,
                space: Space::Impl,
            },
            item,
        );
    }

    /// Adds the traits that a type derives.
    pub(super) fn derives(&mut self, owner: &str, module: usize, attrs: &[Attribute], generics: &Generics) {
        let (_, arguments, _) = generics.split_for_impl();
        let name = owner.rsplit("::").next().unwrap_or(owner);
        let Ok(bare) = syn::parse_str::<Path>(owner) else {
            return;
        };
        let itself: Type = syn::parse_quote!(#bare #arguments);
        let (root, place) = (
            Scope::new(self.names, 0).within(generics),
            Scope::new(self.names, module).within(generics),
        );
        for derive in attributes::derives(attrs) {
            let of = builtin(&derive.path).unwrap_or_else(|| derive.path.clone());
            let path = place.shown_path(&of);
            let mut bounds = shapes::bounds(&place, generics);
            for parameter in &generics.params {
                if let GenericParam::Type(parameter) = parameter {
                    let parameter = &parameter.ident;
                    let parameter = place.shape(&syn::parse_quote!(#parameter));
                    bounds.insert(format!("{parameter}: {path}"));
                }
            }
            let key = format!("impl {path} for {}", without_lifetimes(&root, &itself));
            let signature = format!("#[derive({})] {name}", super::last(&path));
            let detail = Detail::Impl(ImplShape {
                bounds,
                associated: BTreeMap::new(),
            });
            let mut item = self.item(&[], "a trait implementation", signature, detail);
            item.conditions = derive.conditions;
            item.parents = vec![ItemKey {
                path: owner.to_owned(),
                space: Space::Type,
            }];
            self.items.insert(
                ItemKey {
                    path: key,
                    space: Space::Impl,
                },
                item,
            );
        }
    }

    /// The public path of a type of this crate.
    fn public_type(&self, place: &Scope<'_>, of: &Type) -> Option<String> {
        let Type::Path(path) = of else { return None };
        let target = place
            .resolve(&path.path)
            .filter(|target| matches!(target, Target::Item(_)))?;
        self.names.canonical(&target).map(ToOwned::to_owned)
    }

    /// Whether users can name the trait and every type in the implementation.
    fn is_visible(&self, place: &Scope<'_>, path: &Path, of: &Type) -> bool {
        let mut paths = Paths::default();
        paths.visit_path_mut(&mut path.clone());
        paths.visit_type_mut(&mut of.clone());
        let hidden = |path: &Path| match place.resolve(path) {
            Some(target @ Target::Item(_)) => self.names.canonical(&target).is_none(),
            _ => false,
        };
        !paths.0.iter().any(hidden)
    }

    /// The items of this crate that the implementation mentions.
    fn mentioned(&self, place: &Scope<'_>, path: &Path, of: &Type) -> Vec<ItemKey> {
        let mut paths = Paths::default();
        paths.visit_path_mut(&mut path.clone());
        paths.visit_type_mut(&mut of.clone());
        let known = paths.0.iter().filter_map(|path| {
            let target = place.resolve(path).filter(|target| matches!(target, Target::Item(_)))?;
            self.names.canonical(&target).map(|path| ItemKey {
                path: path.to_owned(),
                space: Space::Type,
            })
        });
        known.collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// Every path in a piece of code.
#[derive(Default)]
struct Paths(Vec<Path>);

impl VisitMut for Paths {
    fn visit_path_mut(&mut self, path: &mut Path) {
        self.0.push(path.clone());
        visit_mut::visit_path_mut(self, path);
    }
}

/// The path of a derived trait whose derive macro is in the prelude.
fn builtin(path: &Path) -> Option<Path> {
    if path.is_ident("Debug") {
        Some(syn::parse_quote!(::std::fmt::Debug))
    } else if path.is_ident("Hash") {
        Some(syn::parse_quote!(::std::hash::Hash))
    } else {
        None
    }
}

/// The name of an implementation, without lifetimes: `impl From<types::Book> for types::ItemBook`.
fn header(place: &Scope<'_>, path: &Path, of: &Type) -> String {
    let mut path = path.clone();
    Lifeless.visit_path_mut(&mut path);
    format!("impl {} for {}", place.path_shape(&path), without_lifetimes(place, of))
}

fn without_lifetimes(place: &Scope<'_>, of: &Type) -> String {
    let mut of = of.clone();
    Lifeless.visit_type_mut(&mut of);
    place.shape(&of)
}

/// Removes lifetimes from arguments.
struct Lifeless;

impl VisitMut for Lifeless {
    fn visit_path_arguments_mut(&mut self, arguments: &mut PathArguments) {
        visit_mut::visit_path_arguments_mut(self, arguments);
        let PathArguments::AngleBracketed(AngleBracketedGenericArguments { args, .. }) = &mut *arguments else {
            return;
        };
        let kept = args
            .iter()
            .filter(|argument| !matches!(argument, GenericArgument::Lifetime(_)));
        *args = kept.cloned().collect();
        if args.is_empty() {
            *arguments = PathArguments::None;
        }
    }

    fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
        visit_mut::visit_type_reference_mut(self, reference);
        reference.lifetime = None;
    }
}

/// An item of a trait.
pub(super) struct Member<'c> {
    pub(super) name: String,
    pub(super) space: Space,
    pub(super) signature: String,
    pub(super) shape: String,
    pub(super) has_default: bool,
    pub(super) attributes: &'c [Attribute],
}

pub(super) fn trait_member<'c>(place: &Scope<'_>, member: &'c TraitItem) -> Option<Member<'c>> {
    match member {
        TraitItem::Fn(function) => {
            let place = place.within(&function.sig.generics);
            Some(Member {
                name: function.sig.ident.to_string(),
                space: Space::Value,
                signature: shapes::shown(&place, &function.sig)
                    + if function.default.is_some() { " { .. }" } else { "" },
                shape: format!("{:?}", shapes::function(&place, None, &function.sig)),
                has_default: function.default.is_some(),
                attributes: &function.attrs,
            })
        }
        TraitItem::Const(constant) => Some(Member {
            name: constant.ident.to_string(),
            space: Space::Value,
            signature: format!("const {}: {}", constant.ident, place.shown(&constant.ty)),
            shape: place.shape(&constant.ty),
            has_default: constant.default.is_some(),
            attributes: &constant.attrs,
        }),
        TraitItem::Type(of) => {
            let place = place.within(&of.generics);
            let bounds = of.bounds.iter();
            let bounds = bounds.map(|bound| {
                place.line(For::Comparison, bound, |rewrite, bound| {
                    rewrite.visit_type_param_bound_mut(bound);
                })
            });
            let bounds: BTreeSet<_> = bounds.collect();
            let list = bounds.iter().map(String::as_str).collect::<Vec<_>>().join(" + ");
            let generics = shapes::shown_generics(&place, &of.generics);
            let head = format!("type {}{generics}", of.ident);
            Some(Member {
                name: of.ident.to_string(),
                space: Space::Type,
                signature: if list.is_empty() {
                    head
                } else {
                    format!("{head}: {list}")
                },
                shape: format!("{list} {:?}", shapes::generics(&place, &of.generics)),
                has_default: of.default.is_some(),
                attributes: &of.attrs,
            })
        }
        _ => None,
    }
}

/// Whether a trait can be used as `dyn Trait`, as far as its own items decide that.
pub(super) fn is_dyn_compatible(code: &syn::ItemTrait) -> bool {
    let sized = code.supertraits.iter().any(|bound| render::line(bound) == "Sized");
    !sized
        && code.items.iter().all(|item| match item {
            TraitItem::Fn(function) => {
                let signature = render::line(&function.sig);
                let excepted = signature.contains("where Self: Sized");
                let receives = function.sig.receiver().is_some();
                let generic = function
                    .sig
                    .generics
                    .params
                    .iter()
                    .any(|of| !matches!(of, GenericParam::Lifetime(_)));
                let returns_self = render::line(&function.sig.output)
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|word| word == "Self");
                let opaque = function.sig.asyncness.is_some() || signature.contains("impl ");
                excepted || (receives && !generic && !opaque && (!returns_self || signature.contains("Self::")))
            }
            TraitItem::Const(_) => false,
            TraitItem::Type(of) => of.generics.params.is_empty(),
            _ => true,
        })
}
